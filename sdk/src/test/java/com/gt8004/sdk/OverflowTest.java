package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.ChronicleFiles;
import com.gt8004.sdk.queue.JournalDescriptor;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueLimits;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.append.AppendLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a logger does when its queue has no room, and that it goes on when there is some. */
class OverflowTest {
  private static final long QUEUE_BYTES_MAX = 6L << 20;
  private static final AppendLimits LIMITS = AppendLimits.DEFAULT
      .withQueue(new QueueLimits(QUEUE_BYTES_MAX, 0, false))
      .withCycleBytes(1 << 20);
  private static final RequestLogEntry ENTRY = RequestLogEntry.builder()
      .method("POST")
      .path("/chat")
      .statusCode(200)
      .responseMs(1)
      .requestBody("x".repeat(100_000))
      .build();

  @TempDir
  Path root;

  @Test
  void dropNewest_refusesAtTheLimitAndGoesOnWhereTheShipperMakesRoom() throws IOException {
    try (GT8004Logger logger = builder(OverflowPolicy.DROP_NEWEST).build()) {
      AppendResult result = fill(logger);
      assertThat(result).isEqualTo(AppendResult.REFUSED_QUEUE_FULL);
      long appended = logger.stats().appended();
      assertThat(appended * 100_000).isBetween(QUEUE_BYTES_MAX / 2, QUEUE_BYTES_MAX);
      assertThat(logger.stats().refused()).isEqualTo(Map.of(result, 1L));
      assertThat(logger.stats().queueBytes()).isBetween(QUEUE_BYTES_MAX / 2, QUEUE_BYTES_MAX);
      removeOldestCycles();
      awaitTrue(() -> logger.log(ENTRY).appended());
      assertThat(logger.stats().journalsBegun()).isEqualTo(1);
      assertThat(logger.stats().unusableReason()).isNull();
      assertThat(queue().journals()).hasSize(1);
    }
  }

  @Test
  void whatOtherProcessesAppended_countsToo() throws IOException {
    Path others = junk();
    try (GT8004Logger logger = builder(OverflowPolicy.DROP_NEWEST).build()) {
      assertThat(logger.log(ENTRY)).isEqualTo(AppendResult.REFUSED_QUEUE_FULL);
      assertThat(queue().journals()).as("nothing is begun").isEmpty();
      Files.delete(others);
      awaitTrue(() -> logger.log(ENTRY).appended());
    }
  }

  @Test
  void block_waitsAsLongAsItIsToldAndThenRefusesOnce() throws IOException {
    junk();
    Duration block = Duration.ofMillis(50);
    try (GT8004Logger logger =
        builder(OverflowPolicy.BLOCK).overflowBlock(block).build()) {
      long since = System.nanoTime();
      assertThat(logger.log(ENTRY)).isEqualTo(AppendResult.REFUSED_QUEUE_FULL);
      assertThat(System.nanoTime() - since)
          .isBetween(block.toNanos(), TimeUnit.SECONDS.toNanos(10));
      assertThat(logger.stats().refused()).isEqualTo(Map.of(AppendResult.REFUSED_QUEUE_FULL, 1L));
    }
  }

  @Test
  void block_onAFullDiskWaitsToo() {
    AppendLimits noDisk = LIMITS.withDiskFreeMin(Long.MAX_VALUE);
    Duration block = Duration.ofMillis(50);
    try (GT8004Logger logger = builder(OverflowPolicy.BLOCK)
        .with(noDisk, Map.of())
        .overflowBlock(block)
        .build()) {
      long since = System.nanoTime();
      assertThat(logger.log(ENTRY)).isEqualTo(AppendResult.REFUSED_DISK_FULL);
      assertThat(System.nanoTime() - since).isGreaterThanOrEqualTo(block.toNanos());
      assertThat(root.resolve("my-agent")).doesNotExist();
    }
  }

  @Test
  void block_appendsAsSoonAsThereIsRoom() throws Exception {
    Path others = junk();
    try (GT8004Logger logger = patient()) {
      CompletableFuture<AppendResult> result =
          CompletableFuture.supplyAsync(() -> logger.log(ENTRY));
      awaitTrue(() -> logger.stats().queueBytes() > QUEUE_BYTES_MAX);
      assertThat(result).isNotDone();
      Files.delete(others);
      assertThat(result.get(5, TimeUnit.SECONDS)).isEqualTo(AppendResult.APPENDED);
      assertThat(logger.stats().refused()).isEmpty();
    }
  }

  @Test
  void block_endsWithAnInterruptWhoseFlagStays() throws IOException {
    junk();
    try (GT8004Logger logger = patient()) {
      Thread.currentThread().interrupt();
      long since = System.nanoTime();
      AppendResult result = logger.log(ENTRY);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(result).isEqualTo(AppendResult.REFUSED_QUEUE_FULL);
      assertThat(System.nanoTime() - since).isLessThan(TimeUnit.SECONDS.toNanos(5));
    }
  }

  @Test
  void block_endsWhenTheLoggerIsClosed() throws Exception {
    junk();
    GT8004Logger logger = patient();
    CompletableFuture<AppendResult> result = CompletableFuture.supplyAsync(() -> logger.log(ENTRY));
    awaitTrue(() -> logger.stats().queueBytes() > QUEUE_BYTES_MAX);
    logger.close();
    assertThat(result.get(5, TimeUnit.SECONDS)).isEqualTo(AppendResult.REFUSED_CLOSED);
  }

  @Test
  void dropOldest_isWhatTheJournalTellsTheShipper() throws IOException {
    try (GT8004Logger logger = builder(OverflowPolicy.DROP_OLDEST).build();
        GT8004Logger other = builder(OverflowPolicy.BLOCK).build()) {
      logger.log(ENTRY);
      assertThat(JournalDescriptor.read(queue().journals().get(0)).limits())
          .isEqualTo(new QueueLimits(QUEUE_BYTES_MAX, 0, true));
      other.log(ENTRY);
      assertThat(queue().journals())
          .extracting(journal -> JournalDescriptor.read(journal).limits().dropOldest())
          .containsExactlyInAnyOrder(true, false);
    }
  }

  @Test
  void dropOldest_refusesTheNewestWhereNobodyMakesRoom() {
    try (GT8004Logger logger = builder(OverflowPolicy.DROP_OLDEST).build()) {
      assertThat(fill(logger)).isEqualTo(AppendResult.REFUSED_QUEUE_FULL);
    }
  }

  private static AppendResult fill(GT8004Logger logger) {
    AppendResult result = logger.log(ENTRY);
    while (result.appended()) {
      result = logger.log(ENTRY);
    }
    return result;
  }

  private GT8004Logger patient() {
    return builder(OverflowPolicy.BLOCK).overflowBlock(Duration.ofSeconds(10)).build();
  }

  private GT8004LoggerBuilder builder(OverflowPolicy overflow) {
    return GT8004Logger.builder()
        .agentId("my-agent")
        .queueRoot(root)
        .overflow(overflow)
        .with(LIMITS, Map.of());
  }

  private QueueDirectory queue() {
    return new QueueRoot(root).queue("my-agent");
  }

  /** What stands for the journal of another process that fills the queue. */
  private Path junk() throws IOException {
    Path folder = queue().journalsFolder().resolve("of-another").resolve("chronicle");
    Files.createDirectories(folder);
    return Files.write(folder.resolve("1.cq4"), new byte[(int) QUEUE_BYTES_MAX]);
  }

  /** As the shipper does with what is settled: whole files, oldest first, never the newest. */
  private void removeOldestCycles() throws IOException {
    JournalDirectory journal = queue().journals().get(0);
    int[] cycles = ChronicleFiles.cyclesOf(journal.chronicle());
    assertThat(cycles).hasSizeGreaterThan(3);
    for (int i = 0; i < cycles.length - 2; i++) {
      Files.delete(ChronicleFiles.file(journal.chronicle(), cycles[i]));
    }
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long since = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - since).isLessThan(TimeUnit.SECONDS.toNanos(30));
      LockSupport.parkNanos(1_000_000);
    }
  }
}
