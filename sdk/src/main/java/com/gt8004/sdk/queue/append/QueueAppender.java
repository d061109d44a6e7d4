package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.FileSystemKind;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.Uninterruptibly;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
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
  private static final Logger log = LoggerFactory.getLogger(QueueAppender.class);

  private final QueueDirectory queue;
  private final String agentId;
  private final String writerVersion;
  private final AppendLimits limits;
  private final EpochClock clock;
  private final QueueRoom room;
  private final RoomWait roomWait;
  private final AtomicLong journalsBegun = new AtomicLong();

  private final AppendLock lock;
  // All below: guarded by the lock.
  private final RetiredJournals retired = new RetiredJournals();
  private final RetryPause pause = new RetryPause();
  private final ClockSetback setback = new ClockSetback();
  private final FileSystemCheck fileSystem;
  private final DiskSpace disk;
  private final Episode diskFull;
  private final Episode unusable;
  private volatile @Nullable JournalWriter writer;
  /** Why there is no writer, as long as it is not tried again. */
  private Refusal refusal = Refusal.UNUSABLE;
  /** Monotonic time of the append under way. */
  private long now;

  // Below: written under the lock, read by those who wait or only ask.
  private volatile boolean closed;
  private volatile @Nullable String unusableReason;

  public QueueAppender(
      QueueDirectory queue,
      String agentId,
      String writerVersion,
      AppendLimits limits,
      EpochClock clock) {
    this(queue, agentId, writerVersion, limits, clock, FileSystemKind::of);
  }

  QueueAppender(
      QueueDirectory queue,
      String agentId,
      String writerVersion,
      AppendLimits limits,
      EpochClock clock,
      Function<Path, FileSystemKind> kindOf) {
    this.queue = queue;
    this.agentId = agentId;
    this.writerVersion = writerVersion;
    this.limits = limits;
    this.clock = clock;
    this.lock = new AppendLock(limits.stallNanos(), clock);
    this.disk = new DiskSpace(queue.path(), limits.diskFreeMin());
    this.diskFull = new Episode(log, clock);
    this.unusable = new Episode(log, clock);
    this.fileSystem = new FileSystemCheck(queue.path(), limits.allowedFileSystems(), kindOf);
    this.room = new QueueRoom(queue, limits.queue().queueBytesMax(), clock, log);
    this.roomWait = new RoomWait(room, disk, clock, limits.blockNanos());
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
    long outcome = appendOnce(entry, payloadLength, eventMicros, position);
    return roomWait.mayHelp(outcome)
        ? appendWhenThereIsRoom(entry, payloadLength, eventMicros, position, outcome)
        : outcome;
  }

  private long appendWhenThereIsRoom(
      byte[] entry,
      int payloadLength,
      long eventMicros,
      @Nullable AppendPosition position,
      long refused) {
    long outcome = refused;
    long since = clock.nanoTime();
    while (roomWait.mayHelp(outcome) && roomWait.await(since, () -> closed)) {
      outcome = appendOnce(entry, payloadLength, eventMicros, position);
    }
    return outcome;
  }

  private long appendOnce(
      byte[] entry, int payloadLength, long eventMicros, @Nullable AppendPosition position) {
    if (!lock.tryLock()) {
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
      now = clock.nanoTime();
      long nowMicros = clock.epochMicros(now);
      if (!room.allows(payloadLength)) {
        return Refusal.QUEUE_FULL.code();
      }
      if (!spaceFor(payloadLength)) {
        return Refusal.DISK_FULL.code();
      }
      JournalWriter usable = usableWriter(nowMicros);
      if (usable == null) {
        unusable.again();
        return refusal.code();
      }
      if (!makeRoom(usable, payloadLength)) {
        return Refusal.DISK_FULL.code();
      }
      long sequence = usable.append(entry, payloadLength, eventMicros, nowMicros, now);
      room.appended(payloadLength);
      if (position != null) {
        position.set(usable.directory(), sequence, usable.unsynced());
      }
      return sequence;
    } catch (
        Throwable
            e) { // also InternalError, which is how the JVM tells of a mapped page that has no disk
      giveUp(e);
      return refusal.code();
    }
  }

  private boolean spaceFor(int payloadLength) throws IOException {
    boolean enough =
        writer == null ? disk.allowsBirth(CycleFiles.BIRTH_BYTES) : disk.allows(payloadLength, now);
    if (!enough && diskFull.isOpen()) {
      diskFull.again();
    } else if (!enough) {
      full("only " + disk.free() + " bytes are free on the disk of " + queue.path()
          + ", disk_free_min is " + limits.diskFreeMin());
    }
    return enough;
  }

  private void full(String what) {
    diskFull.happened(
        what,
        "entries are refused until space returns; free some, or set a lower disk_free_min",
        new IOException("disk full"));
  }

  /** False if the disk is full: the journal stays in use, and goes on when space returns. */
  private boolean makeRoom(JournalWriter usable, int payloadLength) throws IOException {
    try {
      usable.makeRoom(payloadLength, now);
    } catch (IOException e) {
      if (!disk.isWhy(e)) {
        throw e;
      }
      disk.refused(now);
      full("the disk of " + queue.path() + " is full: " + e.getMessage());
      return false;
    }
    if (diskFull.isOver(now)) {
      diskFull.ended("disk of " + queue.path() + " has room again");
    }
    return true;
  }

  private @Nullable JournalWriter usableWriter(long nowMicros) throws IOException {
    if (writer != null && setback.endsJournal(writer.lastAppendMicros(), nowMicros, now)) {
      log.warn("the wall clock was set back; entries go to a new journal of {}", queue.path());
      retire();
    }
    if (writer == null && !pause.isOn(now)) {
      fileSystem.beforeBirth();
      lock.slow(true);
      try {
        writer = Uninterruptibly.call(
            () -> JournalWriter.begin(queue, agentId, writerVersion, limits, clock));
      } finally {
        lock.slow(false);
      }
      pause.ended();
      journalsBegun.incrementAndGet();
      unusableReason = null;
      unusable.ended(queue.path() + " is usable again");
    }
    return writer;
  }

  private void giveUp(Throwable cause) {
    boolean full = disk.isWhy(cause);
    refusal = full ? Refusal.DISK_FULL : Refusal.UNUSABLE;
    pause.failed(writer == null, clock.nanoTime());
    String reason = "cannot append to " + queue.path() + ": " + Episode.telling(cause);
    unusableReason = reason;
    retire(); // before it is told of: the host's log may throw
    unusable.happened(
        reason, "entries are refused; a new journal is tried, at most every 5 s", cause);
  }

  /** Closes the present journal, if there is one, and remembers what it holds. */
  private void retire() {
    JournalWriter ended = writer;
    writer = null;
    if (ended == null) {
      return;
    }
    if (ended.end() > 0) {
      retired.add(ended);
    }
    try {
      ended.close();
    } catch (IOException | RuntimeException | Error e) {
      log.debug("closing {}", ended.directory().path(), e);
    }
  }

  /**
   * Looks whether what is appended can still be found by readers, and moves to a new journal where
   * somebody removed the present one. To be called once a second, off the appending threads.
   */
  public void checkup() {
    JournalWriter looked = lock.locked(() -> writer);
    if (looked == null || looked.isInPlace()) {
      return;
    }
    lock.lock();
    try {
      if (writer == looked) {
        giveUp(new IOException(looked.directory().path() + " was removed or replaced"));
      }
    } finally {
      lock.unlock();
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
    // Outside the lock: a force may take a second, an append may not.
    boolean forced = true;
    for (UnsyncedFiles files : unsynced()) {
      forced &= force(files);
    }
    lock.lock();
    try {
      retired.forgetForced();
    } finally {
      lock.unlock();
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
    return unsyncedNow().mapToLong(UnsyncedFiles::unsyncedEntries).sum();
  }

  /** How many appended bytes, headers included, a power failure may lose now. */
  public long unsyncedBytes() {
    return unsyncedNow().mapToLong(UnsyncedFiles::unsyncedBytes).sum();
  }

  /** Age of the oldest entry that a power failure may lose now, in nanoseconds; 0 if there is none. */
  public long unsyncedNanos() {
    return unsyncedNow().mapToLong(UnsyncedFiles::unsyncedNanos).max().orElse(0);
  }

  /** Without the lock, so that who only asks is not held up by a disk that stalls. */
  private Stream<UnsyncedFiles> unsyncedNow() {
    JournalWriter present = writer;
    Stream<UnsyncedFiles> ended = retired.unforced().stream();
    return present == null
        ? ended
        : Stream.concat(ended, Stream.of(present.unsynced())).distinct();
  }

  private List<UnsyncedFiles> unsynced() {
    return lock.locked(() -> {
      List<UnsyncedFiles> all = new ArrayList<>(retired.unforced());
      if (writer != null) {
        all.add(writer.unsynced());
      }
      return all;
    });
  }

  /** Bytes that the whole queue takes on the disk, as last counted. Takes no lock. */
  public long queueBytes() {
    return room.bytes();
  }

  /** Counts what the queue takes, if that is due. To be called once a second, off the appending threads. */
  public void countQueue() {
    room.countIfDue();
  }

  /** Journals begun so far: one, and one more for each that had to be given up. Takes no lock. */
  public long journalsBegun() {
    return journalsBegun.get();
  }

  /** What keeps entries from being appended, for people; null if nothing does. Takes no lock. */
  public @Nullable String unusableReason() {
    return unusableReason;
  }

  /** All journals that this appender has appended to, with what is in them. */
  public List<JournalSpan> appended() {
    return lock.locked(() -> {
      List<JournalSpan> spans = new ArrayList<>(retired.spans());
      if (writer != null) {
        spans.add(new JournalSpan(writer.directory(), writer.end()));
      }
      return spans;
    });
  }

  /** Forces what was appended and ends the journal. Later appends are refused. Idempotent. */
  @Override
  public void close() {
    boolean unused = lock.locked(() -> closed = true);
    // After the last append, or what other threads append meanwhile would never be forced.
    force();
    lock.lock();
    try {
      retire();
    } finally {
      lock.unlock();
    }
  }
}
