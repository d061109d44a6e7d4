package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.append.AppendLimits;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GT8004LoggerTest {
  private static final AppendLimits LIMITS = AppendLimits.DEFAULT.withDiskFreeMin(1 << 20);

  @TempDir
  Path root;

  @Test
  void log_appendsWhatATailerReads() throws IOException {
    try (GT8004Logger logger = logger(LIMITS)) {
      assertThat(
              logger.log(entry("/chat").responseBody("{\"reply\": \"안녕하세요\"}").build()))
          .isEqualTo(AppendResult.APPENDED);
      List<String> payloads = payloads();
      assertThat(payloads).hasSize(1);
      assertThat(payloads.get(0)).startsWith("{\"request_id\":\"").contains("안녕하세요");
    }
  }

  @Test
  void log_keepsSequencesDenseAcrossCycleFiles() throws IOException {
    try (GT8004Logger logger = logger(LIMITS.withCycleBytes(100_000))) {
      for (int i = 0; i < 2_000; i++) {
        assertThat(logger.log(entry("/n/" + i).build()).appended()).isTrue();
      }
    }
    List<String> payloads = payloads();
    assertThat(payloads).hasSize(2_000);
    for (int i = 0; i < 2_000; i++) {
      assertThat(payloads.get(i)).contains("\"path\":\"/n/" + i + "\"");
    }
    assertThat(cycleFiles()).as("cycle files").isGreaterThan(3);
  }

  @Test
  void log_takesTheLargestEntryAndCutsTheBodyOfOneByteMore() throws IOException {
    try (GT8004Logger logger = logger(LIMITS)) {
      RequestLogEntry empty =
          entry("/big").requestBody("").timestamp(EpochClock.instantOf(0)).build();
      logger.log(empty);
      int overhead = payloads().get(0).length();
      String largest = "x".repeat(LIMITS.entryBytesMax() - overhead);
      assertThat(logger.log(empty.toBuilder().requestBody(largest).build()))
          .isEqualTo(AppendResult.APPENDED);
      assertThat(logger.log(empty.toBuilder().requestBody(largest + "x").build()))
          .isEqualTo(AppendResult.APPENDED);
      assertThat(payloads().get(1)).hasSize(LIMITS.entryBytesMax()).doesNotContain("truncated");
      assertThat(payloads().get(2))
          .hasSize(LIMITS.entryBytesMax())
          .endsWith("xx\",\"truncated\":true}");
      // Often enough that one of them lies across the end of each kind of block.
      for (int i = 0; i < 20; i++) {
        assertThat(logger.log(empty.toBuilder().requestBody(largest).build()))
            .isEqualTo(AppendResult.APPENDED);
        assertThat(logger.log(entry("/small").build())).isEqualTo(AppendResult.APPENDED);
      }
      assertThat(payloads()).hasSize(43);
      assertThat(logger.stats().truncated()).isEqualTo(1);
      assertThat(logger.stats().refused()).isEmpty();
    }
  }

  @Test
  void log_refusesWhatIsTooLargeWithoutItsBodies() {
    AppendLimits tiny = LIMITS.withEntryBytesMax(1_000);
    try (GT8004Logger logger = logger(tiny)) {
      RequestLogEntryBuilder large = entry("/a").userAgent("x".repeat(1_000));
      assertThat(logger.log(large.build())).isEqualTo(AppendResult.REFUSED_TOO_LARGE);
      assertThat(logger.log(large.responseBody("x").build()))
          .isEqualTo(AppendResult.REFUSED_TOO_LARGE);
      assertThat(logger.stats().refused()).isEqualTo(Map.of(AppendResult.REFUSED_TOO_LARGE, 2L));
      assertThat(logger.stats().truncated()).isZero();
    }
  }

  @Test
  void log_afterCloseIsRefusedAndCounted() throws IOException {
    GT8004Logger logger = logger(LIMITS);
    logger.log(entry("/a").build());
    logger.close();
    logger.close();
    assertThat(logger.log(entry("/b").build())).isEqualTo(AppendResult.REFUSED_CLOSED);
    assertThat(logger.stats().appended()).isEqualTo(1);
    assertThat(logger.stats().refused()).containsEntry(AppendResult.REFUSED_CLOSED, 1L);
    assertThat(payloads()).hasSize(1);
  }

  @Test
  void log_refusesWhenLessIsFreeThanDemanded() {
    try (GT8004Logger logger = logger(LIMITS.withDiskFreeMin(Long.MAX_VALUE))) {
      assertThat(logger.log(entry("/a").build())).isEqualTo(AppendResult.REFUSED_DISK_FULL);
      assertThat(root.resolve("my-agent")).doesNotExist();
    }
  }

  @Test
  void log_refusesOnARootThatIsAFile() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "not a folder");
    try (GT8004Logger logger =
        GT8004Logger.builder().agentId("my-agent").queueRoot(file).build()) {
      assertThat(logger.log(entry("/a").build())).isEqualTo(AppendResult.REFUSED_UNUSABLE);
    }
  }

  @Test
  void log_interruptedStillAppendsAndKeepsTheFlag() throws IOException {
    try (GT8004Logger logger = logger(LIMITS)) {
      Thread.currentThread().interrupt();
      AppendResult result = logger.log(entry("/a").build());
      assertThat(Thread.interrupted()).isTrue();
      assertThat(result).isEqualTo(AppendResult.APPENDED);
      assertThat(payloads()).hasSize(1);
    }
  }

  @Test
  void log_worksWithoutAContextClassLoader() throws IOException {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(null);
    try (GT8004Logger logger = logger(LIMITS)) {
      assertThat(logger.log(entry("/a").build())).isEqualTo(AppendResult.APPENDED);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void flush_isFalseAtOnceWhereNoShipperHoldsTheQueue() {
    try (GT8004Logger logger = logger(LIMITS)) {
      logger.log(entry("/a").build());
      assertThat(logger.flush(Duration.ofDays(1))).isFalse();
      assertThat(logger.stats().shipperSeen()).isFalse();
    }
  }

  @Test
  void sync_leavesNothingUnsynced() {
    try (GT8004Logger logger = GT8004Logger.builder()
        .agentId("my-agent")
        .queueRoot(root)
        .durability(Durability.PAGE_CACHE)
        .diskFreeMin(0)
        .build()) {
      logger.log(entry("/a").build());
      assertThat(logger.stats().unsyncedEntries()).isEqualTo(1);
      assertThat(logger.sync()).isTrue();
      assertThat(logger.stats().unsyncedEntries()).isZero();
      logger.log(entry("/b").build(), Durability.SYNC);
      assertThat(logger.stats().unsyncedEntries()).isZero();
    }
  }

  @Test
  void log_withADurabilityOfItsOwnIsForcedInTheBackground() {
    try (GT8004Logger logger = GT8004Logger.builder()
        .agentId("my-agent")
        .queueRoot(root)
        .durability(Durability.PAGE_CACHE)
        .diskFreeMin(0)
        .build()) {
      logger.log(entry("/a").build(), Durability.INTERVAL);
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (logger.stats().unsyncedEntries() > 0 && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(logger.stats().unsyncedEntries()).isZero();
    }
  }

  @Test
  void build_namesWhatIsMissing() {
    assertThatThrownBy(() -> GT8004Logger.builder().with(LIMITS, Map.of()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GT8004_AGENT_ID");
  }

  private GT8004Logger logger(AppendLimits limits) {
    return GT8004Logger.builder()
        .agentId("my-agent")
        .queueRoot(root)
        .with(limits, Map.of())
        .build();
  }

  private static RequestLogEntryBuilder entry(String path) {
    return RequestLogEntry.builder().method("GET").path(path).statusCode(200).responseMs(1.5);
  }

  private List<String> payloads() throws IOException {
    List<String> payloads = new ArrayList<>();
    QueueDirectory queue = new QueueRoot(root).queue("my-agent");
    for (JournalDirectory journal : queue.journals()) {
      try (JournalTailer tailer = JournalTailer.open(journal)) {
        TailedEntry entry = new TailedEntry();
        while (tailer.read(entry) == TailStatus.ENTRY) {
          payloads.add(entry.payloadText());
        }
        assertThat(tailer.trouble()).isEmpty();
      }
    }
    return payloads;
  }

  private long cycleFiles() throws IOException {
    try (var files = Files.walk(root)) {
      return files.filter(f -> f.toString().endsWith(".cq4")).count();
    }
  }
}
