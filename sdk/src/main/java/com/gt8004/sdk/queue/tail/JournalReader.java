package com.gt8004.sdk.queue.tail;

import org.jspecify.annotations.Nullable;

/** A way to read a journal: {@link LiveReader} through Chronicle, {@link RawReader} from the bytes. */
interface JournalReader extends AutoCloseable {
  /** As {@link JournalTailer#firstSequence}. */
  long firstSequence();

  /** As {@link JournalTailer#endSequence}. */
  long endSequence();

  /** As {@link JournalTailer#seek}. */
  boolean seek(long sequence);

  /** As {@link JournalTailer#read}. */
  TailStatus read(TailedEntry into);

  /** The sequence that comes next. */
  long next();

  /** As {@link JournalTailer#trouble}. */
  String trouble();

  /** As {@link JournalTailer#damage}. */
  @Nullable
  DamagedSpan damage();

  /** As {@link JournalTailer#passDamage}. */
  void passDamage();

  @Override
  void close();
}
