package com.gt8004.analytics.ingest;

import com.gt8004.analytics.store.LogRow;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A request body's rows, read as ingest reads them. */
public final class ReadRows {
  private ReadRows() {}

  public static List<LogRow> of(String body) throws BatchFault {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return EnvelopeReader.read(new ByteArrayInputStream(bytes), false).outcomes().stream()
        .map(outcome -> ((EntryReader.Row) outcome).row())
        .toList();
  }
}
