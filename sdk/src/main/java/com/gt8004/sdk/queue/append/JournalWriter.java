package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.ChronicleFiles;
import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.CRC32C;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single writer of one journal, from birth to close.
 *
 * <p>Not thread-safe: {@link QueueAppender} calls it under its lock. Once {@link #append} has returned,
 * the entry survives the process; whether it survives the host is a matter of {@link UnsyncedFiles}. If
 * it throws, the entry is not in the journal and the journal must not be appended to again.
 */
final class JournalWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JournalWriter.class);

  /** The first cycle: 0 would be taken for "none" in places. */
  private static final int FIRST_CYCLE = 1;

  private final JournalDirectory directory;
  private final OwnerLock lock;
  private final AppendLimits limits;
  private final EpochClock clock;
  private final UnsyncedFiles unsynced;
  private final CRC32C crc = new CRC32C();
  private final SingleChronicleQueue queue;
  private final ExcerptAppender appender;

  private int cycle = FIRST_CYCLE;
  private int cycleOfLastAppend = -1;
  private long cycleBytes;
  private long cycleStartNanos;
  private long nextSequence;
  private long lastAppendMicros;

  private JournalWriter(JournalBirth.Born born, AppendLimits limits, EpochClock clock)
      throws IOException {
    this.directory = born.directory();
    this.lock = born.lock();
    this.limits = limits;
    this.clock = clock;
    DurableFiles.createFolders(directory.chronicle());
    Path metadata = directory.chronicle().resolve(SingleChronicleQueue.QUEUE_METADATA_FILE);
    this.unsynced = new UnsyncedFiles(directory, metadata);
    this.queue = ChronicleFiles.openForAppend(directory.chronicle(), () -> cycle);
    this.appender = createAppender(queue);
    restrict(metadata);
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

  /** Gives a file that Chronicle made the modes of the queue; an entry is in it, so this must not fail. */
  private static void restrict(Path file) {
    try {
      DurableFiles.restrict(file);
    } catch (IOException e) {
      log.warn("cannot set the mode of {}: {}", file, e.toString());
    }
  }

  /** Makes a journal in this queue and opens it. */
  static JournalWriter begin(
      QueueDirectory queue,
      String agentId,
      String writerVersion,
      AppendLimits limits,
      EpochClock clock)
      throws IOException {
    JournalBirth.Born born = JournalBirth.in(queue, agentId, writerVersion, clock);
    boolean open = false;
    try {
      JournalWriter writer = new JournalWriter(born, limits, clock);
      open = true;
      return writer;
    } finally {
      if (!open) {
        born.lock().close(); // an empty journal without an owner: the shipper removes it
      }
    }
  }

  JournalDirectory directory() {
    return directory;
  }

  UnsyncedFiles unsynced() {
    return unsynced;
  }

  /** One past the last appended sequence. */
  long end() {
    return nextSequence;
  }

  /** Whether the next append goes to a new cycle file, which needs disk space. */
  boolean rollIsDue() {
    return cycleBytes >= limits.cycleBytes()
        || (cycleBytes > 0 && clock.nanoTime() - cycleStartNanos >= limits.cycleNanos());
  }

  /**
   * Appends one entry.
   *
   * @param entry the payload at {@link Envelope#HEADER_BYTES}; the header is filled in here
   * @return its sequence
   */
  long append(byte[] entry, int payloadLength, long eventMicros) {
    if (rollIsDue()) {
      cycle++;
      cycleBytes = 0;
    }
    long sequence = nextSequence;
    // Never decreasing, so that a search by time works although the wall clock may be set back.
    long appendMicros = Math.max(lastAppendMicros, clock.epochMicros());
    Envelope.seal(entry, payloadLength, sequence, appendMicros, eventMicros, crc);
    copy(entry, Envelope.HEADER_BYTES + payloadLength);
    nextSequence = sequence + 1;
    lastAppendMicros = appendMicros;
    noteAppended(Envelope.HEADER_BYTES + payloadLength);
    return sequence;
  }

  private void copy(byte[] entry, int length) {
    boolean copied = false;
    DocumentContext document = appender.writingDocument();
    try {
      Objects.requireNonNull(document.wire()).bytes().write(entry, 0, length);
      copied = true;
    } finally {
      if (!copied) {
        document.rollbackOnClose(); // closing alone would commit the half-written entry (measured)
      }
      document.close();
    }
  }

  private void noteAppended(int bytes) {
    if (cycle != cycleOfLastAppend) {
      cycleOfLastAppend = cycle;
      cycleStartNanos = clock.nanoTime();
      Path file = ChronicleFiles.file(directory.chronicle(), cycle);
      restrict(file);
      unsynced.newFile(file);
    }
    cycleBytes += bytes;
    unsynced.appended(nextSequence);
  }

  /** Closes the journal for ever; the shipper takes it from here. Forces nothing. */
  @Override
  public void close() throws IOException {
    try {
      appender.close();
      queue.close();
    } finally {
      lock.close();
    }
  }
}
