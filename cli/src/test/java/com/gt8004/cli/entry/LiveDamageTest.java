package com.gt8004.cli.entry;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.append.AppendLimits;
import com.gt8004.sdk.queue.append.QueueAppender;
import com.gt8004.sdk.queue.tail.CycleHeads;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage beside a living writer costs what it hit; files that retention took are no damage. */
class LiveDamageTest {
  private static final int PER_CYCLE = 10;
  private static final int ENTRIES = 35;

  @TempDir
  Path folder;

  private QueueDirectory queue;
  private QueueAppender writer;
  private JournalDirectory journal;
  private final List<Long> read = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void append() {
    queue = new QueueRoot(folder).queue("my-agent");
    int bytes = Envelope.HEADER_BYTES + payload(0).length;
    writer = new QueueAppender(
        queue,
        "my-agent",
        "test",
        AppendLimits.DEFAULT.withCycleBytes((long) PER_CYCLE * bytes),
        EpochClock.system());
    for (int i = 0; i < ENTRIES; i++) {
      byte[] entry = new byte[bytes];
      System.arraycopy(payload(i), 0, entry, Envelope.HEADER_BYTES, payload(i).length);
      assertThat(writer.append(entry, payload(i).length, 1, null)).isEqualTo(i);
    }
    journal = writer.appended().get(0).journal();
  }

  @AfterEach
  void end() {
    writer.close();
  }

  private static byte[] payload(int number) {
    return String.format("{\"path\":\"/n/%02d\"}", number).getBytes(StandardCharsets.UTF_8);
  }

  private List<Path> cycles() {
    return CycleHeads.of(journal);
  }

  private void flip(int number) throws Exception {
    Path file = cycles().get(number / PER_CYCLE);
    String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    int at = bytes.indexOf(new String(payload(number), StandardCharsets.UTF_8));
    try (RandomAccessFile cycle = new RandomAccessFile(file.toFile(), "rw")) {
      cycle.seek(at + 1L);
      cycle.write('?');
    }
  }

  private void take(FoundEntry entry) {
    read.add(entry.id().sequence());
  }

  private static List<Long> allBut(int number, int from) {
    return LongStream.range(from, ENTRIES).filter(i -> i != number).boxed().toList();
  }

  private EntryFollower follower() {
    return new EntryFollower(() -> List.of(queue), EntrySelection.ALL);
  }

  @Test
  void scan_goesOnBehindDamage() throws Exception {
    flip(7);
    EntryScan scan = new EntryScan(List.of(queue), EntrySelection.ALL);

    scan.each(this::take);

    assertThat(read).isEqualTo(allBut(7, 0));
    assertThat(scan.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding).startsWith("damaged: ").contains("sequence 7 "));
  }

  @Test
  void scanOfTheLast_goesOnBehindDamage() throws Exception {
    flip(30);
    EntryScan scan = new EntryScan(List.of(queue), EntrySelection.ALL);

    scan.last(10).forEach(this::take);

    assertThat(read).isEqualTo(allBut(30, 25));
    assertThat(scan.findings()).hasSize(1);
  }

  @Test
  void follower_goesOnBehindDamage() throws Exception {
    flip(7);
    try (EntryFollower follower = follower()) {
      follower.startAtFirst(told::add);
      follower.poll(this::take, told::add);
    }

    assertThat(read).isEqualTo(allBut(7, 0));
    assertThat(told).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void filesThatRetentionTakesMeanwhile_areNoDamage(boolean living) throws Exception {
    if (!living) {
      writer.close();
    }
    try (EntryFollower follower = follower()) {
      follower.startAtFirst(told::add);
      Files.delete(cycles().get(0));
      Files.delete(cycles().get(0));
      follower.poll(this::take, told::add);
    }

    assertThat(told).isEmpty();
    assertThat(read).contains(20L, 34L).doesNotHaveDuplicates();
  }
}
