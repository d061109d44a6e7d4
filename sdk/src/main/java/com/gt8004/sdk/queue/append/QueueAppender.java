package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.Uninterruptibly;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to the queue of one agent: begins a journal at the first append, moves to a new one when the
 * present one becomes unusable, refuses when the disk is short.
 *
 * <p>Thread-safe: one lock, held for the copy of one entry. Nothing here throws for what a disk or a
 * library may do; such an append is refused, the journal given up, and a new one tried, at most every
 * five seconds.
 */
public final class QueueAppender implements AutoCloseable {
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How long other threads wait for a journal's birth instead of the usual limit. */
  private static final long BIRTH_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

  private static final Logger log = LoggerFactory.getLogger(QueueAppender.class);

  private final QueueDirectory queue;
  private final String agentId;
  private final String writerVersion;
  private final AppendLimits limits;
  private final EpochClock clock;

  private final ReentrantLock lock = new ReentrantLock();
  // All below: guarded by the lock.
  private final List<JournalSpan> finished = new ArrayList<>();
  private final DiskSpace disk;
  private final Episode diskFull;
  private final Episode unusable;
  private @Nullable JournalWriter writer;
  /** Journals given up before they were forced. */
  private final List<UnsyncedFiles> unforced = new ArrayList<>();

  private boolean failedBefore;
  private boolean resting;
  private long failedAtNanos;
  private boolean closed;
  // Read by those who wait for the lock.
  private volatile boolean beginning;

  public QueueAppender(
      QueueDirectory queue,
      String agentId,
      String writerVersion,
      AppendLimits limits,
      EpochClock clock) {
    this.queue = queue;
    this.agentId = agentId;
    this.writerVersion = writerVersion;
    this.limits = limits;
    this.clock = clock;
    this.disk = new DiskSpace(queue.path(), limits.diskFreeMin(), clock);
    this.diskFull = new Episode(log, clock);
    this.unusable = new Episode(log, clock);
  }

  /**
   * Appends one entry.
   *
   * @param entry the payload at {@link com.gt8004.sdk.queue.Envelope#HEADER_BYTES}; the header is
   *     filled in here
   * @param eventMicros the caller's time of the event, epoch microseconds
   * @param position is told where the entry went; null if nobody asks
   * @return the sequence, 0 or more; or below 0 a {@link Refusal}
   */
  public long append(
      byte[] entry, int payloadLength, long eventMicros, @Nullable AppendPosition position) {
    if (!acquire()) {
      return Refusal.STALLED.code();
    }
    try {
      return appendLocked(entry, payloadLength, eventMicros, position);
    } finally {
      lock.unlock();
    }
  }

  private long appendLocked(
      byte[] entry, int payloadLength, long eventMicros, @Nullable AppendPosition position) {
    if (closed) {
      return Refusal.CLOSED.code();
    }
    try {
      if (!spaceFor(payloadLength)) {
        return Refusal.DISK_FULL.code();
      }
      JournalWriter usable = usableWriter();
      if (usable == null) {
        unusable.again();
        return Refusal.UNUSABLE.code();
      }
      long sequence = usable.append(entry, payloadLength, eventMicros);
      if (position != null) {
        position.set(usable.directory(), sequence, usable.unsynced());
      }
      return sequence;
    } catch (
        Throwable
            e) { // also InternalError, which is how the JVM tells of a mapped page that has no disk
      giveUp(e);
      return Refusal.UNUSABLE.code();
    }
  }

  private boolean spaceFor(int payloadLength) throws IOException {
    boolean newFile = writer == null || writer.rollIsDue();
    boolean enough = newFile ? disk.allowsNow() : disk.allows(payloadLength);
    if (enough) {
      diskFull.ended("disk of " + queue.path() + " has room again");
    } else {
      diskFull.happened(
          "only " + disk.free() + " bytes are free on the disk of " + queue.path()
              + ", disk_free_min is " + limits.diskFreeMin(),
          "entries are refused until space returns",
          new IOException("disk full"));
    }
    return enough;
  }

  private @Nullable JournalWriter usableWriter() throws IOException {
    if (writer == null && !(resting && clock.nanoTime() - failedAtNanos < RETRY_NANOS)) {
      beginning = true;
      try {
        writer = Uninterruptibly.call(
            () -> JournalWriter.begin(queue, agentId, writerVersion, limits, clock));
      } finally {
        beginning = false;
      }
      resting = false;
      unusable.ended(queue.path() + " is usable again");
    }
    return writer;
  }

  private void giveUp(Throwable cause) {
    long now = clock.nanoTime();
    // One failure of a healthy journal costs one entry; what fails again at once is given time.
    resting = writer == null || (failedBefore && now - failedAtNanos < RETRY_NANOS);
    failedBefore = true;
    failedAtNanos = now;
    unusable.happened(
        "cannot append to " + queue.path() + ": " + cause,
        "entries are refused; a new journal is tried, at most every 5 s",
        cause);
    retire();
  }

  /** Closes the present journal, if there is one, and remembers what it holds. */
  private void retire() {
    JournalWriter retired = writer;
    writer = null;
    if (retired == null) {
      return;
    }
    if (retired.end() > 0) {
      finished.add(new JournalSpan(retired.directory(), retired.end()));
      unforced.add(retired.unsynced());
    }
    try {
      retired.close();
    } catch (IOException | RuntimeException | InternalError e) {
      log.debug("closing {}", retired.directory().path(), e);
    }
  }

  /**
   * Forces all that was appended to disk, that of given up journals too, or finds that another thread
   * has just done so.
   *
   * @return false if the disk refused: the journal is given up, its entries survive a crash of the
   *     process but perhaps not of the host; or if it could not be tried now
   */
  public boolean force() {
    List<UnsyncedFiles> all;
    lock.lock();
    try {
      all = new ArrayList<>(unforced);
      unforced.clear();
      if (writer != null) {
        all.add(writer.unsynced());
      }
    } finally {
      lock.unlock();
    }
    // Outside the lock: a force may take a second, an append may not.
    boolean forced = true;
    for (UnsyncedFiles files : all) {
      forced &= force(files);
    }
    return forced;
  }

  /** Forces the journal that an entry went to. As {@link #force()} otherwise. */
  public boolean force(AppendPosition position) {
    UnsyncedFiles files = position.files();
    return files != null && force(files);
  }

  private boolean force(UnsyncedFiles files) {
    try {
      return files.force();
    } catch (IOException e) {
      lock.lock();
      try {
        if (writer != null && writer.unsynced() == files) {
          giveUp(e);
        }
      } finally {
        lock.unlock();
      }
      return false;
    }
  }

  /** How many appended entries a power failure may lose now. */
  public long unsyncedEntries() {
    lock.lock();
    try {
      return writer == null ? 0 : writer.unsynced().unsyncedEntries();
    } finally {
      lock.unlock();
    }
  }

  /** All journals that this appender has appended to, with what is in them. */
  public List<JournalSpan> appended() {
    lock.lock();
    try {
      List<JournalSpan> spans = new ArrayList<>(finished);
      if (writer != null) {
        spans.add(new JournalSpan(writer.directory(), writer.end()));
      }
      return spans;
    } finally {
      lock.unlock();
    }
  }

  /** Forces what was appended and ends the journal. Later appends are refused. Idempotent. */
  @Override
  public void close() {
    force();
    lock.lock();
    try {
      closed = true;
      retire();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the lock within the limit; an interrupt neither ends the wait nor is lost. */
  private boolean acquire() {
    if (lock.tryLock()) {
      return true;
    }
    boolean interrupted = false;
    long waitingSince = clock.nanoTime();
    try {
      while (true) {
        try {
          if (lock.tryLock(limits.stallNanos(), TimeUnit.NANOSECONDS)) {
            return true;
          }
          // A journal's birth forces a dozen files and loads classes: no sign that the disk stalls.
          if (!beginning || clock.nanoTime() - waitingSince >= BIRTH_NANOS_MAX) {
            return false;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
