package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDescriptor;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueLimits;
import com.gt8004.sdk.queue.append.AppendLimits;
import com.gt8004.sdk.queue.append.QueueAppender;
import com.gt8004.sdk.queue.tail.CycleHeads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A living writer that begins a new cycle file after every {@value #PER_CYCLE} entries. It tells its
 * limits without keeping to them: a queue grows beyond the limits of one writer through the others.
 */
final class CycleWriter implements AutoCloseable {
  static final int PER_CYCLE = 10;

  private static final byte[] PAYLOAD =
      "{\"request_id\":\"r\",\"path\":\"/n\"}".getBytes(StandardCharsets.UTF_8);

  private final QueueAppender appender;
  private final QueueLimits told;

  CycleWriter(QueueDirectory queue, QueueLimits limits, EpochClock clock) {
    told = limits;
    appender = new QueueAppender(
        queue,
        ShipperRig.AGENT,
        "test",
        AppendLimits.DEFAULT
            .withQueue(limits.withQueueBytesMax(Long.MAX_VALUE).withDiskFreeMin(0))
            .withCycleBytes((long) PER_CYCLE * (Envelope.HEADER_BYTES + PAYLOAD.length)),
        clock);
  }

  /** Limits that no disk of a test machine comes near. */
  static CycleWriter unlimited(ShipperRig rig) {
    return new CycleWriter(rig.queueDirectory(), QueueLimits.DEFAULT.withDiskFreeMin(0), rig.clock);
  }

  /** Appends that many entries. */
  CycleWriter append(int entries) {
    for (int i = 0; i < entries; i++) {
      byte[] entry = new byte[Envelope.HEADER_BYTES + PAYLOAD.length];
      System.arraycopy(PAYLOAD, 0, entry, Envelope.HEADER_BYTES, PAYLOAD.length);
      assertThat(appender.append(entry, PAYLOAD.length, 1, null)).isNotNegative();
    }
    try {
      Files.write(
          journal().descriptorFile(),
          JournalDescriptor.ofThisProcess("test", told).toJson());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  JournalDirectory journal() {
    return appender.appended().get(0).journal();
  }

  /** The cycle files on disk that hold entries, oldest first. */
  List<Path> files() {
    return files(journal());
  }

  static List<Path> files(JournalDirectory journal) {
    return CycleHeads.of(journal).stream()
        .filter(file -> firstSequence(file) != CycleHeads.NONE)
        .toList();
  }

  static long firstSequence(Path file) {
    try {
      return CycleHeads.firstSequence(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    appender.close();
  }
}
