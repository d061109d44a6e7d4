package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.Ledger;
import com.gt8004.sdk.queue.SequenceRange;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage costs the entries that it hit: noted in the ledger before the checkpoint passes, never a stop. */
class ShipperSalvageTest {
  private static final Duration MINUTE = Duration.ofSeconds(61);

  @TempDir
  Path folder;

  private ShipperRig rig;

  @BeforeEach
  void setUp() {
    rig = new ShipperRig(folder);
  }

  @AfterEach
  void tearDown() {
    rig.close();
  }

  @Test
  void damagedEntry_costsItselfAlone() throws Exception {
    JournalDirectory damaged = rig.append(30);
    JournalDirectory sound = rig.append(10);
    flip(damaged, "/n/17");
    rig.settle();
    rig.after(Duration.ofSeconds(5)).after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled)
        .containsExactlyInAnyOrderElementsOf(Stream.concat(
                IntStream.range(0, 30).filter(i -> i != 17).mapToObj(i -> damaged.id() + ":" + i),
                IntStream.range(0, 10).mapToObj(i -> sound.id() + ":" + i))
            .toList());
    assertThat(rig.checkpoint(damaged)).isEqualTo(30);
    assertThat(Ledger.holds(rig.queueDirectory(), damaged.id(), 17)).isTrue();
    assertThat(ledger()).singleElement().satisfies(line -> assertThat(line)
        .contains("\"first\":17,\"last\":17", "\"damaged\"", "wrong checksum", "kept as"));
    assertThat(rig.queue().counters().damaged).isEqualTo(1);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
  }

  @Test
  void damagedBytes_areKeptWithTheirPlace() throws Exception {
    JournalDirectory damaged = rig.append(30);
    long at = flip(damaged, "/n/17");
    rig.settle();
    byte[] kept =
        Files.readAllBytes(rig.queueDirectory().damaged().resolve(damaged.id() + "-17-18.bin"));
    String text = new String(kept, StandardCharsets.ISO_8859_1);
    String[] head = text.substring(0, text.indexOf('\n')).split(" ");
    assertThat(head[0]).isEqualTo(cycle(damaged).getFileName().toString());
    long from = Long.parseLong(head[1]);
    int count = Integer.parseInt(head[2]);
    assertThat(at).isBetween(from, from + count);
    try (RandomAccessFile file = new RandomAccessFile(cycle(damaged).toFile(), "r")) {
      byte[] there = new byte[count];
      file.seek(from);
      file.readFully(there);
      assertThat(text.substring(text.indexOf('\n') + 1))
          .isEqualTo(new String(there, StandardCharsets.ISO_8859_1) + "\n");
    }
  }

  @Test
  void lostTail_isNotedUpToWhatWasThere() throws Exception {
    JournalDirectory damaged = rig.append(30);
    try (RandomAccessFile file = new RandomAccessFile(cycle(damaged).toFile(), "rw")) {
      file.seek(find(damaged, "/n/20"));
      file.write(new byte[64 << 10]);
    }
    rig.untilEmpty().settle();
    rig.after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(20);
    assertThat(rig.checkpoint(damaged)).isEqualTo(30);
    assertThat(ledger()).singleElement().satisfies(line -> assertThat(line)
        .contains("\"first\":20,\"last\":29"));
    assertThat(new EndWatch(rig.root(), rig.roster(), List.of(), true).look())
        .isEqualTo(new Ending(0, "all is settled in 1 queue"));
  }

  @Test
  void crashBetweenLedgerAndCheckpoint_writesNoSecondLine() throws Exception {
    JournalDirectory damaged = rig.append(30);
    flip(damaged, "/n/17");
    rig.untilEmpty().settle();
    assertThat(ledger()).hasSize(1);
    assertThat(rig.checkpoint(damaged)).as("on disk").isLessThanOrEqualTo(17);
    rig.crashAndRestart();
    rig.settle();
    rig.after(ShipperRig.SECOND);
    assertThat(ledger()).hasSize(1);
    assertThat(rig.queue().counters().damaged).as("counted once").isZero();
    assertThat(rig.checkpoint(damaged)).isEqualTo(30);
    assertThat(new HashSet<>(rig.ingest.settled)).hasSize(29);
  }

  @Test
  void ledgerOrCopyThatCannotBeWritten_letsTheJournalWait() throws Exception {
    JournalDirectory damaged = rig.append(30);
    flip(damaged, "/n/17");
    JournalDirectory sound = rig.append(10);
    Files.writeString(rig.queueDirectory().damaged(), "in the way");
    rig.untilEmpty().settle();
    rig.after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(27).contains(sound.id() + ":9");
    assertThat(rig.state()).isEqualTo(ShipperState.DISK_FAULT);
    assertThat(rig.condition().cause()).contains(damaged.path().toString());
    assertThat(rig.checkpoint(damaged)).isEqualTo(17);
    assertThat(rig.queueDirectory().ledgerFile()).doesNotExist();
    assertThat(new EndWatch(rig.root(), rig.roster(), List.of(), true).look())
        .extracting(Ending::exitCode)
        .isEqualTo(1);

    Files.delete(rig.queueDirectory().damaged());
    Files.createDirectory(rig.queueDirectory().ledgerFile());
    rig.after(Duration.ofSeconds(16)).after(ShipperRig.SECOND);
    assertThat(rig.state()).isEqualTo(ShipperState.DISK_FAULT);
    assertThat(rig.checkpoint(damaged)).isEqualTo(17);

    Files.delete(rig.queueDirectory().ledgerFile());
    rig.after(Duration.ofSeconds(16)).after(ShipperRig.SECOND).after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(39);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
    assertThat(ledger()).hasSize(1);
  }

  @Test
  void holeInALivingJournal_isLeftOutAfterAMinuteAndLookedAtAgainAtItsEnd() throws Exception {
    JournalDirectory journal;
    try (GT8004Logger logger = rig.logger(ShipperRig.AGENT)) {
      journal = holeAt17(logger);
      flip(journal, ".n/17"); // readable again, and nobody looks before the end
      rig.after(ShipperRig.SECOND);
      assertThat(rig.ingest.settled).hasSize(39);
    }
    rig.after(ShipperRig.SECOND).after(ShipperRig.SECOND).after(Duration.ofSeconds(5));
    assertThat(new HashSet<>(rig.ingest.settled)).hasSize(40);
    rig.after(ShipperRig.SECOND);
    assertThat(rig.checkpoint(journal)).isEqualTo(40);
    assertThat(rig.queueDirectory().ledgerFile()).doesNotExist();
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
  }

  @Test
  void holeInALivingJournal_isDamageOnceTheWriterIsGone() throws Exception {
    JournalDirectory journal;
    try (GT8004Logger logger = rig.logger(ShipperRig.AGENT)) {
      journal = holeAt17(logger);
    }
    rig.after(ShipperRig.SECOND).after(ShipperRig.SECOND).after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(39);
    assertThat(rig.checkpoint(journal)).isEqualTo(40);
    assertThat(ledger()).hasSize(1);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
  }

  @Test
  void holeInAFileThatALivingWriterHasLeft_isDamageAtOnce() throws Exception {
    try (CycleWriter writer = CycleWriter.unlimited(rig).append(35)) {
      JournalDirectory journal = writer.journal();
      flipEntry(writer.files().get(1), 3);
      rig.untilEmpty().settle();
      assertThat(rig.ingest.settled).hasSize(34);
      rig.after(ShipperRig.SECOND);
      assertThat(rig.checkpoint(journal)).as("so that retention goes on").isEqualTo(35);
      assertThat(ledger()).hasSize(1);
      assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
      writer.append(10);
      rig.after(ShipperRig.SECOND);
      assertThat(rig.ingest.settled).as("it follows the writer").hasSize(44);
    }
  }

  @Test
  void holeThatWasLeftOut_isDamageOnceTheWriterHasLeftTheFile() throws Exception {
    try (CycleWriter writer = CycleWriter.unlimited(rig).append(15)) {
      JournalDirectory journal = writer.journal();
      flipEntry(writer.files().get(1), 3);
      rig.untilEmpty().settle();
      rig.after(MINUTE).after(ShipperRig.SECOND);
      assertThat(rig.ingest.settled).hasSize(14);
      assertThat(rig.state()).isEqualTo(ShipperState.DAMAGED);
      assertThat(rig.queueDirectory().ledgerFile()).doesNotExist();
      writer.append(10);
      rig.after(ShipperRig.SECOND).after(ShipperRig.SECOND).after(ShipperRig.SECOND);
      assertThat(rig.ingest.settled).doesNotHaveDuplicates().hasSize(24);
      assertThat(rig.checkpoint(journal)).isEqualTo(25);
      assertThat(ledger()).hasSize(1);
      assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
    }
  }

  /** Breaks the payload of an entry, counted from 0 in its file. */
  private static void flipEntry(Path file, int number) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    byte[] magic = "GT8J".getBytes(StandardCharsets.US_ASCII);
    int at = -1;
    for (int found = 0; found <= number; at++) {
      if (java.util.Arrays.equals(bytes, at + 1, at + 5, magic, 0, 4)) {
        found++;
      }
    }
    bytes[at + 50] ^= 1;
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(at + 50);
      out.write(bytes[at + 50]);
    }
  }

  /** A living journal of 40 entries of which all but one are settled, after a minute. */
  private JournalDirectory holeAt17(GT8004Logger logger) throws Exception {
    ShipperRig.log(logger, 30);
    JournalDirectory journal = rig.queueDirectory().journals().get(0);
    flip(journal, "/n/17");
    rig.untilEmpty().settle();
    rig.after(Duration.ofSeconds(59));
    assertThat(rig.ingest.settled).hasSize(17);
    rig.after(MINUTE).after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(29);
    assertThat(rig.state()).isEqualTo(ShipperState.DAMAGED);
    assertThat(rig.condition().cause()).contains(journal.path().toString(), "first=17");
    ShipperRig.log(logger, 10);
    rig.after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).as("it follows the writer").hasSize(39);
    assertThat(rig.checkpoint(journal)).isEqualTo(17);
    assertThat(rig.queueDirectory().ledgerFile()).doesNotExist();
    return journal;
  }

  @Test
  void settledEntries_areNotCalledLostWhenTheirBytesAreDamagedLater() throws Exception {
    JournalDirectory damaged = rig.append(30);
    for (int i = 3; i < 8; i++) {
      flip(damaged, "/n/" + i);
    }
    flip(damaged, "/n/12");
    try (CheckpointFile checkpoint = CheckpointFile.open(damaged)) {
      checkpoint.write(new Checkpoint(damaged.id(), 0, List.of(new SequenceRange(5, 27))));
    }
    rig.untilEmpty().settle();
    rig.after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(0, 1, 2, 28, 29).map(i -> damaged.id() + ":" + i).toList());
    assertThat(ledger()).singleElement().satisfies(line -> assertThat(line)
        .contains("\"first\":3,\"last\":4"));
    assertThat(rig.queue().counters().damaged).isEqualTo(2);
    assertThat(rig.checkpoint(damaged)).isEqualTo(30);
  }

  @Test
  void journalWithoutBeginningAndWholeEntry_isGivenUpOnce() throws Exception {
    JournalDirectory damaged;
    List<Path> files;
    try (CycleWriter writer = CycleWriter.unlimited(rig).append(25)) {
      damaged = writer.journal();
      files = writer.files();
    }
    Files.delete(files.get(0));
    Files.delete(files.get(1));
    eraseHeaders(files.get(2));
    try (CheckpointFile checkpoint = CheckpointFile.open(damaged)) {
      checkpoint.write(Checkpoint.at(damaged.id(), 20));
    }
    for (int start = 0; start < 3; start++) {
      rig.crashAndRestart();
      rig.settle();
      rig.after(ShipperRig.SECOND);
      assertThat(ledger()).singleElement().satisfies(line -> assertThat(line)
          .contains("\"first\":20,\"last\":24"));
      assertThat(rig.checkpoint(damaged)).isEqualTo(25);
      assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
    }
  }

  /** So that none of the entries in it is whole. */
  private static void eraseHeaders(Path cycle) throws Exception {
    String text = Files.readString(cycle, StandardCharsets.ISO_8859_1);
    Files.writeString(cycle, text.replace("GT8J", "GT8K"), StandardCharsets.ISO_8859_1);
  }

  private List<String> ledger() throws Exception {
    return Files.readAllLines(rig.queueDirectory().ledgerFile());
  }

  private static Path cycle(JournalDirectory journal) throws Exception {
    try (Stream<Path> files = Files.list(journal.chronicle())) {
      return files.filter(file -> file.toString().endsWith(".cq4")).findFirst().orElseThrow();
    }
  }

  private static long find(JournalDirectory journal, String text) throws Exception {
    byte[] bytes = Files.readAllBytes(cycle(journal));
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text + "\"");
    assertThat(at).isPositive();
    return at;
  }

  /** Flips one bit of the first byte of {@code text} wherever it stands in the journal; returns where. */
  static long flip(JournalDirectory journal, String text) throws Exception {
    long at = find(journal, text);
    try (RandomAccessFile file = new RandomAccessFile(cycle(journal).toFile(), "rw")) {
      file.seek(at);
      file.write(text.charAt(0) ^ 1);
    }
    return at;
  }
}
