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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** An application of the model: one journal with small cycles. */
final class ModelWriter implements AutoCloseable {
  static final int PER_CYCLE = 6;

  /** Of the largest entry. */
  private static final int PAYLOAD_BYTES = 64;

  private final QueueAppender appender;
  private final QueueLimits told;

  ModelWriter(QueueDirectory queue, QueueLimits told, EpochClock clock) {
    this.told = told;
    this.appender = new QueueAppender(
        queue,
        ShipperRig.AGENT,
        "test",
        AppendLimits.DEFAULT
            .withQueue(told.withQueueBytesMax(Long.MAX_VALUE).withDiskFreeMin(0))
            .withCycleBytes((long) PER_CYCLE * (Envelope.HEADER_BYTES + PAYLOAD_BYTES)),
        clock);
  }

  /** Appends one entry; returns its sequence. */
  long append(String content, String kind) throws IOException {
    String json = "{\"request_id\":\"" + content + "\",\"tool_name\":\"" + kind + "\"}";
    byte[] payload = json.getBytes(StandardCharsets.UTF_8);
    byte[] entry = new byte[Envelope.HEADER_BYTES + payload.length];
    System.arraycopy(payload, 0, entry, Envelope.HEADER_BYTES, payload.length);
    long sequence = appender.append(entry, payload.length, 1, null);
    assertThat(sequence).as("appended").isNotNegative();
    if (sequence == 0) {
      Files.write(
          journal().descriptorFile(),
          JournalDescriptor.ofThisProcess("test", told).toJson());
    }
    return sequence;
  }

  JournalDirectory journal() {
    return appender.appended().get(0).journal();
  }

  @Override
  public void close() {
    appender.close();
  }
}
