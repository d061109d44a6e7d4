package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.JournalDirectory;
import org.jspecify.annotations.Nullable;

/** Where an entry went. Filled by {@link QueueAppender#append}; not thread-safe. */
public final class AppendPosition {
  private @Nullable JournalDirectory journal;
  private long sequence = -1;

  private @Nullable UnsyncedFiles files;

  void set(JournalDirectory journal, long sequence, UnsyncedFiles files) {
    this.journal = journal;
    this.sequence = sequence;
    this.files = files;
  }

  @Nullable
  UnsyncedFiles files() {
    return files;
  }

  /** The journal; null where the entry was refused. */
  public @Nullable JournalDirectory journal() {
    return journal;
  }

  /** The sequence; -1 where the entry was refused. */
  public long sequence() {
    return sequence;
  }
}
