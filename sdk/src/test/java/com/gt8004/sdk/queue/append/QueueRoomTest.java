package com.gt8004.sdk.queue.append;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.LogLines;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueBytes;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class QueueRoomTest {
  private static final long MAX = 1_000_000;

  @TempDir
  Path root;

  private final StepClock clock = new StepClock();
  private QueueDirectory queue;
  private QueueRoom room;

  @BeforeEach
  void setUp() {
    queue = new QueueDirectory(root.resolve("q"));
    room = new QueueRoom(queue, MAX, clock, LoggerFactory.getLogger(QueueRoomTest.class));
  }

  @Test
  void allows_countsWhatOthersHaveAppendedBeforeTheFirstAppend() throws IOException {
    Path file = foreignFile(MAX);
    assertThat(room.allows(1)).isFalse();
    assertThat(room.bytes()).isEqualTo(QueueBytes.ofQueue(queue)).isGreaterThan(MAX);
    Files.delete(file);
    clock.step(Duration.ofSeconds(1));
    room.countIfDue();
    assertThat(room.allows(1)).isTrue();
  }

  @Test
  void allows_addsTheOwnAppendsBetweenTwoCounts() {
    int entries = 0;
    while (room.allows(10_000)) {
      room.appended(10_000);
      entries++;
    }
    // 48 bytes beside each payload: 1,000,000 / 10,048.
    assertThat(entries).isEqualTo(99);
    assertThat(room.bytes()).isEqualTo(99 * 10_048);
    assertThat(room.isFull()).isFalse();
    assertThat(room.allows(100)).isTrue();
  }

  @Test
  void aCount_isNotAddedToTheAppendsBefore() throws IOException {
    room.allows(1);
    room.appended(500_000);
    foreignFile(300_000); // stands for those appends, on the disk
    clock.step(Duration.ofSeconds(1));
    room.countIfDue();
    assertThat(room.bytes()).isEqualTo(QueueBytes.ofQueue(queue));
    room.appended(1_000);
    assertThat(room.bytes()).isEqualTo(QueueBytes.ofQueue(queue) + 1_048);
  }

  @Test
  void countIfDue_looksOnceASecondWhileEntriesComeAndEveryTenSecondsElse() throws IOException {
    room.countIfDue();
    long nothing = room.bytes();
    foreignFile(200_000);
    clock.step(Duration.ofSeconds(9));
    room.countIfDue();
    assertThat(room.bytes()).as("idle").isEqualTo(nothing);
    clock.step(Duration.ofSeconds(1));
    room.countIfDue();
    long some = room.bytes();
    assertThat(some).as("idle for ten seconds").isEqualTo(QueueBytes.ofQueue(queue));
    foreignFile(100_000);
    room.appended(1);
    clock.step(Duration.ofMillis(999));
    room.countIfDue();
    assertThat(room.bytes()).as("busy").isEqualTo(QueueBytes.ofQueue(queue)).isNotEqualTo(some);
  }

  @Test
  void aRefusal_isSaidOnceWithValueLimitAndCure() throws IOException {
    foreignFile(MAX);
    try (LogLines lines = new LogLines(QueueRoomTest.class.getName())) {
      for (int i = 0; i < 100; i++) {
        assertThat(room.allows(1)).isFalse();
      }
      assertThat(lines.warnings()).hasSize(1);
      assertThat(lines.warnings().get(0))
          .contains(
              queue.path() + " takes " + room.bytes() + " bytes",
              "queue_bytes_max is " + MAX,
              "gt8004 status");
    }
  }

  @Test
  void nearTheLimit_smallEntriesThatPassDoNotEndTheEpisode() throws IOException {
    room.allows(1);
    room.appended((int) MAX - 10_000);
    try (LogLines lines = new LogLines(QueueRoomTest.class.getName())) {
      for (int i = 0; i < 100; i++) {
        assertThat(room.allows(20_000)).isFalse();
        assertThat(room.allows(10)).isTrue();
        clock.step(Duration.ofMillis(100));
      }
      assertThat(lines.warnings()).hasSize(1);
      clock.step(Duration.ofSeconds(2));
      assertThat(room.allows(10)).isTrue();
      assertThat(room.allows(20_000)).isFalse();
      assertThat(lines.warnings()).as("a new episode").hasSize(2);
    }
  }

  /** Of another process: a file without Chronicle's header counts with its length. */
  private Path foreignFile(long bytes) throws IOException {
    Path folder = queue.journalsFolder().resolve("1-" + bytes).resolve("chronicle");
    Files.createDirectories(folder);
    return Files.write(folder.resolve("1.cq4"), new byte[(int) bytes]);
  }

  private static final class StepClock implements EpochClock {
    private long nanos = 12_345;

    void step(Duration by) {
      nanos += by.toNanos();
    }

    @Override
    public long epochMicros() {
      return nanos / 1_000;
    }

    @Override
    public long nanoTime() {
      return nanos;
    }
  }
}
