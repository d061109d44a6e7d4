package com.gt8004.sdk;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.append.AppendPosition;
import org.jspecify.annotations.Nullable;

/**
 * What {@link GT8004Logger#logTracked} did, to be asked about with {@link
 * GT8004Logger#awaitDelivered}. Immutable.
 */
public final class Receipt {
  private final AppendResult result;
  private final @Nullable JournalDirectory journal;
  private final long sequence;

  private Receipt(AppendResult result, @Nullable JournalDirectory journal, long sequence) {
    this.result = result;
    this.journal = journal;
    this.sequence = sequence;
  }

  static Receipt of(AppendResult result, AppendPosition position) {
    return new Receipt(result, position.journal(), position.sequence());
  }

  /** Whether the entry is in the queue, and if not, why not. */
  public AppendResult result() {
    return result;
  }

  /**
   * The entry's identity from end to end, {@code <journal id>:<sequence>}; null where it did not get
   * into the queue.
   */
  public @Nullable String entryId() {
    return journal == null ? null : journal.entryId(sequence).toString();
  }

  @Nullable
  JournalDirectory journal() {
    return journal;
  }

  long sequence() {
    return sequence;
  }
}
