package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.append.AppendLimits;
import com.gt8004.sdk.queue.tail.JournalTailer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a closed logger still answers, and that closing it harms nobody who logs at that moment. */
class GT8004LoggerCloseTest {
  private static final RequestLogEntry ENTRY = RequestLogEntry.builder()
      .method("GET")
      .path("/a")
      .statusCode(200)
      .responseMs(1)
      .build();

  @TempDir
  Path root;

  @Test
  void log_fromOtherThreadsDuringCloseIsAppendedOrRefusedAsClosed() throws Exception {
    GT8004Logger logger = logger();
    logger.log(ENTRY);
    AtomicLong appended = new AtomicLong(1);
    Set<AppendResult> results = ConcurrentHashMap.newKeySet();
    CountDownLatch running = new CountDownLatch(4);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(new Thread(() -> {
        AppendResult result = AppendResult.APPENDED;
        running.countDown();
        while (result.appended()) {
          result = logger.log(ENTRY);
          results.add(result);
          appended.addAndGet(result.appended() ? 1 : 0);
        }
      }));
    }
    threads.forEach(Thread::start);
    running.await();
    List<Thread> closers = List.of(new Thread(logger::close), new Thread(logger::close));
    closers.forEach(Thread::start);
    for (Thread thread : closers) {
      thread.join();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(results).isSubsetOf(AppendResult.APPENDED, AppendResult.REFUSED_CLOSED);
    assertThat(logger.stats().appended()).isEqualTo(appended.get());
    assertThat(logger.stats().refused()).isEqualTo(Map.of(AppendResult.REFUSED_CLOSED, 4L));
    assertThat(logger.stats().unsyncedEntries()).as("forced by close").isZero();
    assertThat(onDisk()).isEqualTo(appended.get());
  }

  @Test
  void everyMethod_answersAfterClose() throws IOException {
    GT8004Logger logger = logger();
    Receipt receipt = logger.logTracked(ENTRY);
    logger.close();
    logger.close();
    assertThat(logger.log(ENTRY)).isEqualTo(AppendResult.REFUSED_CLOSED);
    assertThat(logger.log(ENTRY, Durability.SYNC)).isEqualTo(AppendResult.REFUSED_CLOSED);
    assertThat(logger.logTracked(ENTRY).entryId()).isNull();
    assertThat(logger.sync()).isTrue();
    assertThat(logger.flush(Duration.ofDays(1))).as("no shipper").isFalse();
    assertThat(logger.awaitDelivered(receipt, Duration.ofMillis(1)))
        .isEqualTo(DeliveryState.PENDING);
    assertThat(logger.awaitDelivered(receipt, Duration.ofSeconds(Long.MIN_VALUE)))
        .isEqualTo(DeliveryState.PENDING);
    LoggerStats stats = logger.stats();
    assertThat(stats.appended()).isEqualTo(1);
    assertThat(stats.refused()).isEqualTo(Map.of(AppendResult.REFUSED_CLOSED, 3L));
    assertThat(stats.unsyncedEntries()).isZero();
    assertThat(stats.unsyncedBytes()).isZero();
    assertThat(stats.unsyncedAge()).isZero();
    assertThat(stats.unusableReason()).isNull();
    JournalDirectory journal = queue().journals().get(0);
    assertThat(OwnerLock.isHeld(journal.ownerLockFile())).isFalse();
  }

  @Test
  void close_withoutAnAppendLeavesNoQueueBehind() {
    GT8004Logger logger = logger();
    logger.close();
    assertThat(logger.log(ENTRY)).isEqualTo(AppendResult.REFUSED_CLOSED);
    assertThat(logger.sync()).isTrue();
    assertThat(logger.flush(Duration.ZERO)).as("nothing to settle").isTrue();
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void stats_tellWhatAPowerFailureMayLoseAndWhatTheQueueTakes() {
    try (GT8004Logger logger = GT8004Logger.builder()
        .agentId("my-agent")
        .queueRoot(root)
        .durability(Durability.PAGE_CACHE)
        .diskFreeMin(0)
        .build()) {
      LoggerStats before = logger.stats();
      assertThat(before.journalsBegun()).isZero();
      assertThat(before.unsyncedAge()).isZero();
      logger.log(ENTRY);
      logger.log(ENTRY);
      LoggerStats stats = logger.stats();
      assertThat(stats.journalsBegun()).isEqualTo(1);
      assertThat(stats.unsyncedEntries()).isEqualTo(2);
      assertThat(stats.unsyncedBytes()).isBetween(2 * 100L, 2 * 1_000L);
      assertThat(stats.unsyncedAge()).isPositive().isLessThan(Duration.ofMinutes(5));
      assertThat(stats.queueBytes()).isPositive();
      assertThat(stats.queueBytesMax()).isEqualTo(10L << 30);
      logger.sync();
      assertThat(logger.stats().unsyncedBytes()).isZero();
      assertThat(logger.stats().unsyncedAge()).isZero();
    }
  }

  private GT8004Logger logger() {
    return GT8004Logger.builder()
        .agentId("my-agent")
        .queueRoot(root)
        .with(AppendLimits.DEFAULT.withDiskFreeMin(0), Map.of())
        .build();
  }

  private QueueDirectory queue() {
    return new QueueRoot(root).queue("my-agent");
  }

  private long onDisk() throws IOException {
    long entries = 0;
    for (JournalDirectory journal : queue().journals()) {
      try (JournalTailer tailer = JournalTailer.open(journal)) {
        entries += tailer.endSequence();
      }
    }
    return entries;
  }
}
