package com.gt8004.sdk.queue.append;

import static com.gt8004.sdk.queue.append.Appending.LIMITS;
import static com.gt8004.sdk.queue.append.Appending.append;
import static com.gt8004.sdk.queue.append.Appending.appendAll;
import static com.gt8004.sdk.queue.append.Appending.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.Torture;
import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What appending costs the host, and what it may lose. */
class QueueAppenderCostTest {
  @TempDir
  Path root;

  @Test
  void append_makesNoGarbage() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    int rounds = 20_000;
    try (QueueAppender appender = Appending.to(root, LIMITS, EpochClock.system())) {
      byte[] entry = entry(460);
      double least = Double.MAX_VALUE;
      // Until the compiler has seen enough of it: before that, objects are made that later are not.
      for (int attempt = 0; attempt < 30 && least >= 1; attempt++) {
        long before = threads.getThreadAllocatedBytes(self);
        for (int i = 0; i < rounds; i++) {
          append(appender, entry);
        }
        least = Math.min(least, (double) (threads.getThreadAllocatedBytes(self) - before) / rounds);
      }
      assertThat(least).as("bytes an append").isLessThan(1);
    }
  }

  @Test
  void read_besideALiveWriterMissesNothingAtRolls() throws InterruptedException {
    int entries = Torture.rounds(4_000, 400_000);
    try (QueueAppender appender =
        Appending.to(root, LIMITS.withCycleBytes(200_000), EpochClock.system())) {
      appendAll(appender, 1, 1_000);
      Thread writer = new Thread(() -> appendAll(appender, entries - 1, 1_000));
      writer.start();
      try (JournalTailer tailer = JournalTailer.open(appender.appended().get(0).journal())) {
        TailedEntry entry = new TailedEntry();
        long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        long next = 0;
        while (next < entries && System.nanoTime() < deadline) {
          TailStatus status = tailer.read(entry);
          assertThat(status).as(tailer.trouble()).isNotEqualTo(TailStatus.DAMAGED);
          if (status == TailStatus.ENTRY) {
            assertThat(entry.sequence()).isEqualTo(next++);
          }
        }
        assertThat(next).isEqualTo(entries);
      }
      writer.join();
    }
  }

  @Test
  void force_isSharedByThoseWhoWaitForIt() throws InterruptedException {
    int threads = 8;
    int each = 50;
    try (QueueAppender appender = Appending.to(root, LIMITS, EpochClock.system())) {
      appendAll(appender, 1, 100);
      AppendPosition last = new AppendPosition();
      Thread[] callers = new Thread[threads];
      AtomicInteger secured = new AtomicInteger();
      for (int i = 0; i < threads; i++) {
        callers[i] = new Thread(() -> {
          byte[] entry = entry(100);
          AppendPosition position = new AppendPosition();
          for (int n = 0; n < each; n++) {
            appender.append(entry, entry.length - Envelope.HEADER_BYTES, 0, position);
            secured.addAndGet(appender.force(position) ? 1 : 0);
          }
        });
        callers[i].start();
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(secured).hasValue(threads * each);
      assertThat(appender.unsyncedEntries()).isZero();
      byte[] entry = entry(100);
      appender.append(entry, 100, 0, last);
      assertThat(Objects.requireNonNull(last.files()).forces())
          .as("forces for %d appends", threads * each)
          .isBetween(1, threads * each - 1);
    }
  }

  @Test
  void unsynced_tellsEntriesBytesAndAge() {
    ManualClock clock = new ManualClock();
    try (QueueAppender appender = Appending.to(root, LIMITS, clock)) {
      assertThat(appender.unsyncedNanos()).isZero();
      appendAll(appender, 2, 100);
      clock.pass(Duration.ofMillis(300));
      appendAll(appender, 1, 100);
      assertThat(appender.unsyncedEntries()).isEqualTo(3);
      assertThat(appender.unsyncedBytes()).isEqualTo(3 * 140);
      assertThat(appender.unsyncedNanos()).isEqualTo(300_000_000);
      assertThat(appender.force()).isTrue();
      assertThat(appender.unsyncedBytes()).isZero();
      assertThat(appender.unsyncedNanos()).isZero();
      clock.pass(Duration.ofMillis(50));
      appendAll(appender, 1, 100);
      clock.pass(Duration.ofMillis(7));
      assertThat(appender.unsyncedNanos()).isEqualTo(7_000_000);
    }
  }
}
