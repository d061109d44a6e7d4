package com.gt8004.benchmarks.drain;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The bodies of a journal's first batches, as the shipper posts them, built beforehand. Stateless. */
final class Bodies {
  /** More than any cache near a core, so that posting them in turn reads memory as a shipper must. */
  private static final long BYTES = 64L << 20;

  private Bodies() {}

  /** Whole batches of so many entries; at least one. */
  static List<byte[]> of(JournalDirectory journal, int batch) {
    List<byte[]> bodies = new ArrayList<>();
    try (JournalTailer tailer = JournalTailer.open(journal)) {
      long bytes = 0;
      TailedEntry entry = new TailedEntry();
      for (byte[] body = next(tailer, entry, journal, batch);
          body.length > 0 && bytes < BYTES;
          body = next(tailer, entry, journal, batch)) {
        bodies.add(body);
        bytes += body.length;
      }
    }
    return bodies;
  }

  private static byte[] next(
      JournalTailer tailer, TailedEntry entry, JournalDirectory journal, int batch) {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    long first = 0;
    for (int i = 0; i < batch; i++) {
      if (tailer.read(entry) != TailStatus.ENTRY) {
        return new byte[0];
      }
      first = i == 0 ? entry.sequence() : first;
      write(
          entries,
          "%s{\"entry_id\":\"%s:%d\","
              .formatted(i == 0 ? "" : ",", journal.id(), entry.sequence()));
      entries.write(entry.bytes(), entry.payloadOffset() + 1, entry.payloadLength() - 1);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    write(
        body,
        "{\"agent_id\":\"%s\",\"sdk_version\":\"java-0.1.0\",\"batch_id\":\"%s:%d-%d\",\"entries\":["
            .formatted(BuiltQueue.AGENT, journal.id(), first, first + batch - 1));
    body.writeBytes(entries.toByteArray());
    write(body, "]}");
    return body.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
