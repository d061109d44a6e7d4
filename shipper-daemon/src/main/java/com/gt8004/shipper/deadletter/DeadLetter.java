package com.gt8004.shipper.deadletter;

import com.gt8004.sdk.queue.EntryId;
import java.time.Instant;

/**
 * An entry that a server refused, with why.
 *
 * @param payload the entry as it stands in the journal: one JSON object
 * @param status the HTTP status of the reply that refused it
 * @param serverError the server's words
 * @param attempts requests it took to learn that
 */
public record DeadLetter(
    EntryId entryId,
    String payload,
    int status,
    String serverError,
    Instant refusedAt,
    int attempts) {
  /** Name of its file: the same entry never makes two. */
  String fileName() {
    return entryId.journalId() + "-" + entryId.sequence() + DeadLetterFolder.SUFFIX;
  }
}
