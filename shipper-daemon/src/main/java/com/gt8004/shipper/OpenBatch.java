package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.FlushRequest;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.tail.TailedEntry;
import com.gt8004.shipper.batch.Batch;
import com.gt8004.shipper.batch.BatchAssembler;
import com.gt8004.shipper.batch.BatchLimits;
import com.gt8004.shipper.batch.BodyBuffers;
import com.gt8004.shipper.batch.Dialect;
import java.util.concurrent.TimeUnit;

/**
 * The batch of one journal that is filling, and when it may go: when it is full, when its oldest entry
 * has waited long enough for company, or when somebody asked. Not thread-safe: owned by the shipping
 * thread.
 */
final class OpenBatch {
  /** Opening and closing a file for each look is cheap, a hundred times a second. */
  private static final long FLUSH_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final JournalDirectory directory;
  private final long lingerNanos;
  private final EpochClock clock;
  private final BatchAssembler assembler;
  private final Dialect dialect;
  private BatchLimits limits;
  private boolean full;
  private long sinceNanos;
  private long flushBelow;
  private long flushLookNanos;

  OpenBatch(
      JournalDirectory directory,
      String agentId,
      BatchRules rules,
      BodyBuffers buffers,
      Dialect dialect,
      EpochClock clock) {
    this.directory = directory;
    this.lingerNanos = rules.lingerNanos();
    this.limits = rules.steady();
    this.clock = clock;
    this.dialect = dialect;
    this.assembler = new BatchAssembler(agentId, directory.id(), buffers, dialect);
    this.flushLookNanos = clock.nanoTime() - FLUSH_LOOK_NANOS;
  }

  boolean isEmpty() {
    return assembler.isEmpty();
  }

  /** Whether it takes no more. */
  boolean isFull() {
    return full;
  }

  /** When its first entry was appended, epoch microseconds; only while not {@link #isEmpty()}. */
  long firstAppendMicros() {
    return assembler.firstAppendMicros();
  }

  /** What its entries take in the body. */
  int bytes() {
    return assembler.bytes();
  }

  /** What it takes of memory. */
  long heldBytes() {
    return assembler.heldBytes();
  }

  /** Takes no more, though it could: it goes as soon as it may. */
  void close() {
    full = !isEmpty();
  }

  /** What an entry in it takes, on average; only while not {@link #isEmpty()}. */
  double bytesPerEntry() {
    return (double) assembler.bytes() / assembler.count();
  }

  /** Its first entry comes next: these limits hold for it, and its time runs from now. */
  void begin(BatchLimits limits) {
    this.limits = dialect.within(limits);
    sinceNanos = clock.nanoTime();
  }

  /** Adds the entry that follows; false if it does not fit, and the batch is full then. */
  boolean add(TailedEntry entry) {
    if (!assembler.takes(entry, limits)) {
      full = true;
      return false;
    }
    assembler.add(entry);
    full = assembler.isFull(limits);
    return true;
  }

  /** Whether it may go now. */
  boolean isDue() {
    if (isEmpty()) {
      return false;
    }
    long now = clock.nanoTime();
    if (full || lingerNanos <= 0 || now - sinceNanos >= lingerNanos) {
      return true;
    }
    if (assembler.first() >= flushBelow && now - flushLookNanos >= FLUSH_LOOK_NANOS) {
      flushLookNanos = now;
      flushBelow = Math.max(flushBelow, FlushRequest.read(directory));
    }
    return assembler.first() < flushBelow;
  }

  /** Entries below this one are not to wait for company. */
  void flushBelow(long sequence) {
    flushBelow = Math.max(flushBelow, sequence);
  }

  /** The batch as it goes; the next one is empty. */
  Batch seal() {
    full = false;
    return assembler.seal();
  }
}
