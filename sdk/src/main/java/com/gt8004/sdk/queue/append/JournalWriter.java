package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.ChronicleFiles;
import com.gt8004.sdk.queue.CrashPoint;
import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single writer of one journal, from birth to close.
 *
 * <p>Not thread-safe: {@link QueueAppender} calls it under its lock. Each {@link #append} follows a
 * {@link #makeRoom} that succeeded. Once it has returned, the entry survives the process; whether it
 * survives the host is a matter of {@link UnsyncedFiles}. If it throws, the entry is not in the journal
 * and the journal must not be appended to again.
 */
final class JournalWriter implements AutoCloseable {
  /** As large as Chronicle makes it; it does not grow. */
  private static final long METADATA_BYTES = 128 << 10;

  /** A roll that the disk refused is tried again after this; the current file is used meanwhile. */
  private static final long ROLL_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Logger log = LoggerFactory.getLogger(JournalWriter.class);

  private final JournalBirth.Born born;
  private final AppendLimits limits;
  private final UnsyncedFiles unsynced;
  private final CRC32C crc = new CRC32C();
  private final CycleFiles files;
  private final SingleChronicleQueue queue;
  private final ExcerptAppender appender;

  private long position;
  private long cycleBytes;
  private long cycleStartNanos;
  private boolean rollRefused;
  private long rollRefusedAtNanos;
  private boolean touched;
  private long nextSequence;
  private long lastAppendMicros = Long.MIN_VALUE;

  private JournalWriter(JournalBirth.Born born, AppendLimits limits, EpochClock clock)
      throws IOException {
    this.born = born;
    this.limits = limits;
    Path folder = born.directory().chronicle();
    DurableFiles.createFolders(folder);
    Path metadata = ChronicleFiles.metadata(folder);
    this.unsynced = new UnsyncedFiles(born.directory(), metadata, clock);
    this.files = new CycleFiles(folder);
    boolean open = false;
    try {
      // All that Chronicle will touch has its place on the disk before Chronicle does.
      try (ZeroedFile file = ZeroedFile.create(metadata)) {
        file.fillTo(METADATA_BYTES);
      }
      files.completeNext();
      CrashPoint.reach("append.before-chronicle");
      this.queue = ChronicleFiles.openForAppend(folder, files::cycle);
      this.appender = createAppender(queue);
      open = true;
    } finally {
      if (!open) {
        // Else a descriptor, and the blocks of a removed file, are gone with each try.
        files.close();
      }
    }
  }

  private static ExcerptAppender createAppender(SingleChronicleQueue queue) {
    try {
      ExcerptAppender appender = queue.createAppender();
      // It is shared by all threads, one at a time; without this it insists on one thread.
      appender.singleThreadedCheckDisabled(true);
      return appender;
    } catch (RuntimeException | Error e) {
      queue.close();
      throw e;
    }
  }

  /** Makes a journal in this queue and opens it. Leaves nothing behind where that fails. */
  static JournalWriter begin(
      QueueDirectory queue,
      String agentId,
      String writerVersion,
      AppendLimits limits,
      EpochClock clock)
      throws IOException {
    JournalBirth.Born born = JournalBirth.in(queue, agentId, writerVersion, limits.queue(), clock);
    boolean open = false;
    try {
      JournalWriter writer = new JournalWriter(born, limits, clock);
      open = true;
      return writer;
    } finally {
      if (!open) {
        JournalBirth.undo(born);
      }
    }
  }

  JournalDirectory directory() {
    return born.directory();
  }

  UnsyncedFiles unsynced() {
    return unsynced;
  }

  /** One past the last appended sequence. */
  long end() {
    return nextSequence;
  }

  /** Append time of the last entry, epoch microseconds; the least long before the first. */
  long lastAppendMicros() {
    return lastAppendMicros;
  }

  /** Whether readers can find what is appended now: nobody removed or replaced it. Thread-safe. */
  boolean isInPlace() {
    return files.isInPlace();
  }

  /**
   * Makes room on the disk for one entry, going to the next cycle file where that is due.
   *
   * @throws IOException if the disk refuses. Nothing was begun: the journal is as it was and may be
   *     used again.
   */
  void makeRoom(int payloadLength, long nowNanos) throws IOException {
    int bytes = Envelope.HEADER_BYTES + payloadLength;
    if (rollIsDue(nowNanos)) {
      roll(bytes, nowNanos);
    } else if (cycleBytes > limits.cycleBytes() / 2) {
      prepareNext(nowNanos);
    }
    files.makeRoom(position, bytes);
  }

  private boolean rollIsDue(long nowNanos) {
    if (cycleBytes == 0) {
      return files.cycle() == 0;
    }
    return cycleBytes >= limits.cycleBytes() || nowNanos - cycleStartNanos >= limits.cycleNanos();
  }

  private void roll(int bytes, long nowNanos) throws IOException {
    if (rollRefused && nowNanos - rollRefusedAtNanos < ROLL_AGAIN_NANOS) {
      return;
    }
    try {
      unsynced.newFile(files.roll(bytes));
      position = 0;
      cycleBytes = 0;
      cycleStartNanos = nowNanos;
      rollRefused = false;
    } catch (IOException e) {
      refused(e, nowNanos);
    }
  }

  /** A step at a time, so that no single append pays for the whole file. */
  private void prepareNext(long nowNanos) throws IOException {
    if (rollRefused && nowNanos - rollRefusedAtNanos < ROLL_AGAIN_NANOS) {
      return;
    }
    try {
      boolean unused = files.prepareNext();
    } catch (IOException e) {
      refused(e, nowNanos);
    }
  }

  /** No next file for now: the current one takes more than it should, if it can be found at all. */
  private void refused(IOException e, long nowNanos) throws IOException {
    if (files.cycle() == 0 || !files.isInPlace()) {
      throw e;
    }
    rollRefused = true;
    rollRefusedAtNanos = nowNanos;
    log.debug("no next cycle file for {}", directory().path(), e);
  }

  /**
   * Appends one entry.
   *
   * @param entry the payload at {@link Envelope#HEADER_BYTES}; the header is filled in here
   * @param nowMicros wall time, epoch microseconds
   * @return its sequence
   */
  long append(byte[] entry, int payloadLength, long eventMicros, long nowMicros, long nowNanos) {
    long sequence = nextSequence;
    int bytes = Envelope.HEADER_BYTES + payloadLength;
    // Never decreasing, so that a search by time works although the wall clock may be set back.
    long appendMicros = Math.max(lastAppendMicros, nowMicros);
    Envelope.seal(entry, payloadLength, sequence, appendMicros, eventMicros, crc);
    touched = true;
    copy(entry, bytes);
    nextSequence = sequence + 1;
    lastAppendMicros = appendMicros;
    cycleBytes += bytes;
    unsynced.appended(bytes, nowNanos);
    CrashPoint.reach("append.before-acknowledgement");
    return sequence;
  }

  private void copy(byte[] entry, int length) {
    boolean copied = false;
    DocumentContext document = appender.writingDocument();
    Bytes<?> bytes = Objects.requireNonNull(document.wire()).bytes();
    try {
      bytes.write(entry, 0, length);
      copied = true;
    } finally {
      if (!copied) {
        document.rollbackOnClose(); // closing alone would commit the half-written entry (measured)
      }
      document.close();
    }
    position = bytes.writePosition();
  }

  /**
   * Closes the journal for ever; the shipper takes it from here. Forces nothing. A journal that nothing
   * was ever appended to is removed.
   */
  @Override
  public void close() throws IOException {
    try {
      files.close();
    } finally {
      try {
        appender.close();
        queue.close();
      } finally {
        giveBack();
      }
    }
  }

  private void giveBack() throws IOException {
    if (touched) {
      born.lock().close();
    } else {
      JournalBirth.undo(born);
    }
  }
}
