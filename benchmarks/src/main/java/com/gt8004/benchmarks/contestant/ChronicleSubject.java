package com.gt8004.benchmarks.contestant;

import com.gt8004.sdk.EntryCoder;
import com.gt8004.sdk.RequestLogEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Chronicle Queue by itself: bytes that were encoded and sealed beforehand, an appender for each thread,
 * its default block size. What an append costs when nothing else is to be done.
 */
final class ChronicleSubject implements Subject {
  private static final int BLOCK_BYTES = 64 << 20;

  private final Path folder;
  private final byte[][] sealed;
  private final SingleChronicleQueue queue;
  private final LongAdder kept = new LongAdder();

  ChronicleSubject(Path folder, RequestLogEntry[] entries) {
    this.folder = folder;
    this.sealed = new byte[entries.length][];
    for (int i = 0; i < entries.length; i++) {
      sealed[i] = EntryCoder.sealed(entries[i]);
    }
    this.queue = SingleChronicleQueueBuilder.binary(folder.toFile())
        .rollCycle(RollCycles.FAST_DAILY)
        .blockSize(BLOCK_BYTES)
        .build();
  }

  @Override
  public Caller newCaller() {
    ExcerptAppender appender = queue.createAppender();
    return entry -> {
      byte[] bytes = sealed[entry];
      try (DocumentContext document = appender.writingDocument()) {
        Objects.requireNonNull(document.wire()).bytes().write(bytes, 0, bytes.length);
      }
    };
  }

  @Override
  public void finish() throws IOException {
    kept.add(queue.entryCount());
    queue.close();
    Folders.forceFiles(folder);
  }

  @Override
  public long kept() {
    return kept.sum();
  }
}
