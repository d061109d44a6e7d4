package com.gt8004.analytics.ingest;

import com.gt8004.analytics.ingest.EntryReader.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch as it was sent: who says to send it, and what became of each element of its entries. */
record Envelope(
    @Nullable String agentId,
    @Nullable String sdkVersion,
    @Nullable String batchId,
    List<Outcome> outcomes) {
  Envelope {
    outcomes = List.copyOf(outcomes);
  }
}
