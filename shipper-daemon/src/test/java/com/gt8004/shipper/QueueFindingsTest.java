package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.shipper.QueueCheck.Finding;
import com.gt8004.shipper.ledger.LedgerReport;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One fault at a time: what a check says of it, and what is left when it was mended. */
class QueueFindingsTest {
  private static final int ENTRIES = 35;

  @TempDir
  Path folder;

  private ShipperRig rig;
  private CycleWriter writer;
  private JournalDirectory journal;
  private QueueDirectory queue;
  private List<Path> cycles;

  @BeforeEach
  void write() throws Exception {
    rig = new ShipperRig(folder);
    writer = CycleWriter.unlimited(rig).append(ENTRIES);
    journal = writer.journal();
    queue = rig.queueDirectory();
    cycles = writer.files();
  }

  @AfterEach
  void end() {
    writer.close();
    rig.close();
  }

  private List<String> found() throws Exception {
    List<String> found = new ArrayList<>();
    for (Finding each : new QueueCheck(queue, null).run((entries, total) -> {}).findings()) {
      found.add(each.severity() + " " + each.kind() + (each.repairable() ? " repairable" : ""));
    }
    return found;
  }

  private void repair() throws Exception {
    QueueCheck.Repair repair =
        new QueueCheck(queue, null).repair((entries, total) -> {}, EpochClock.system());
    assertThat(repair.broken()).isNull();
  }

  private void settle(long firstUnsettled, SequenceRange... beyond) throws Exception {
    try (CheckpointFile file = CheckpointFile.open(journal)) {
      file.write(new Checkpoint(journal.id(), firstUnsettled, List.of(beyond)));
    }
  }

  /** Flips a bit of an entry, the how manieth of its file. */
  private static void flip(Path cycle, int number) throws Exception {
    String bytes = new String(Files.readAllBytes(cycle), StandardCharsets.ISO_8859_1);
    int at = -1;
    for (int i = 0; i <= number; i++) {
      at = bytes.indexOf("\"/n\"", at + 1);
    }
    try (RandomAccessFile file = new RandomAccessFile(cycle.toFile(), "rw")) {
      file.seek(at + 1L);
      file.write('?');
    }
  }

  private static void create(Path file, String text) throws Exception {
    DurableFiles.createFolders(file.getParent());
    Files.writeString(file, text);
    DurableFiles.restrict(file);
  }

  @ParameterizedTest
  @CsvSource({
    "JOURNAL/checkpoint, , DAMAGE CHECKPOINT repairable, ",
    "JOURNAL/checkpoint, zeros, DAMAGE CHECKPOINT repairable, ID-checkpoint.bin",
    "JOURNAL/journal.json, , DAMAGE JOURNAL_DESCRIPTOR repairable, ",
    "JOURNAL/journal.json, {, DAMAGE JOURNAL_DESCRIPTOR repairable, ID-journal.json.bin",
    "JOURNAL/owner.lock, , WARNING OWNER_LOCK repairable, ",
    "JOURNAL/flush, , NOTE FLUSH repairable, ",
    "JOURNAL/flush, abc, NOTE FLUSH repairable, ",
    "queue.json, , DAMAGE QUEUE_DESCRIPTOR repairable, ",
    "queue.json, {, DAMAGE QUEUE_DESCRIPTOR repairable, queue.json.bin",
    "dead-letters/ID-7.json, no JSON, DAMAGE DEAD_LETTER repairable, ID-7.json.bin",
    "dead-letters/ID-8.json, '{\"entry_id\":\"ID:9\",\"entry\":{}}', DAMAGE DEAD_LETTER repairable, ID-8.json.bin",
    "dead-letters/ID-9.json, '{\"entry_id\":\"ID:9\",\"entry\":7}', DAMAGE DEAD_LETTER repairable, ID-9.json.bin",
  })
  void fileThatIsBroken_isMended_andKeptAside(
      String file, String content, String told, String aside) throws Exception {
    writer.close();
    Path broken = queue.path().resolve(named(file).replace("JOURNAL", inQueue()));
    if (content == null) {
      Files.delete(broken);
    } else if (content.equals("zeros")) {
      Files.write(broken, new byte[(int) Files.size(broken)]);
    } else {
      create(broken, named(content));
    }

    assertThat(found()).containsExactly(told);
    repair();

    assertThat(found()).isEmpty();
    assertThat(broken).exists();
    if (aside != null) {
      assertThat(queue.damaged()).isDirectoryContaining("glob:**" + named(aside));
    }
  }

  private String named(String text) {
    return text.replace("ID", journal.id().toString());
  }

  private String inQueue() {
    return queue.path().relativize(journal.path()).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "JOURNAL/stray, WARNING FOREIGN_FILE",
    "JOURNAL/chronicle/stray, WARNING FOREIGN_FILE",
    "journals/stray/file, WARNING FOREIGN_FILE",
    "journals/.new-x/file, NOTE LEFTOVER",
    "journals/.del-x/file, NOTE LEFTOVER",
    "dead-letters/stray, WARNING DEAD_LETTER",
    "ledger.ndjson, WARNING LEDGER",
  })
  void fileThatIsForeign_isToldAndLeft(String file, String told) throws Exception {
    writer.close();
    Path foreign = queue.path().resolve(file.replace("JOURNAL", inQueue()));
    create(foreign, "half a li");

    assertThat(found()).containsExactly(told);
    repair();
    assertThat(foreign).hasContent("half a li");
  }

  @ParameterizedTest
  @CsvSource({"rw-r--r--", "rw-rw----", "-w-------"})
  void fileWithAnotherMode_isToldIfItIsTooOpenOrTooClosed(String mode) throws Exception {
    writer.close();
    Files.setPosixFilePermissions(journal.flushFile(), PosixFilePermissions.fromString(mode));
    boolean harmless = mode.equals("rw-rw----");

    assertThat(found()).isEqualTo(harmless ? List.of() : List.of("WARNING PERMISSIONS repairable"));
    repair();
    assertThat(found()).isEmpty();
  }

  @Test
  void fileOfAnotherUser_isTold() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root gives files away");
    writer.close();
    Files.setAttribute(journal.flushFile(), "unix:uid", 65534);

    assertThat(found()).containsExactly("WARNING PERMISSIONS");
  }

  @ParameterizedTest
  @CsvSource({"queue.json", "JOURNAL/journal.json"})
  void descriptionOfANewerVersion_isLeftAlone(String file) throws Exception {
    writer.close();
    Path newer = queue.path().resolve(file.replace("JOURNAL", inQueue()));
    String text = Files.readString(newer).replaceFirst("(\"format_version\"\\s*:\\s*)1", "$12");
    Files.writeString(newer, text);

    assertThat(found()).containsExactly("WARNING NEWER_FORMAT");
    repair();
    assertThat(newer).hasContent(text);
  }

  @Test
  void descriptionOfAnotherAgent_isNotBelieved() throws Exception {
    writer.close();
    Files.writeString(
        queue.descriptorFile(),
        Files.readString(queue.descriptorFile()).replace(ShipperRig.AGENT, "another-agent"));

    assertThat(found()).containsExactly("DAMAGE QUEUE_DESCRIPTOR repairable");
    repair();
    assertThat(queue.descriptor().agentId()).isEqualTo(ShipperRig.AGENT);
  }

  @Test
  void checkpointBeyondTheEnd_isTold() throws Exception {
    writer.close();
    settle(ENTRIES);
    assertThat(found()).isEmpty();
    settle(ENTRIES + 1);
    assertThat(found()).containsExactly("NOTE CHECKPOINT");
  }

  @Test
  void endThatNobodyKnows_isTold() throws Exception {
    writer.close();
    Files.write(cycles.get(3), new byte[0]);
    assertThat(found()).containsExactly("WARNING END_UNKNOWN");
  }

  @Test
  void entriesThatWereDelivered_areNotGivenUpWithTheOthers() throws Exception {
    writer.close();
    settle(13, new SequenceRange(15, 16));
    Files.delete(cycles.get(1)); // 10 to 19
    flip(cycles.get(2), 5);
    flip(cycles.get(0), 5);

    assertThat(found())
        .containsExactly(
            "DAMAGE ENTRIES repairable", "DAMAGE ENTRIES repairable", "DAMAGE ENTRIES repairable");
    assertThat(new QueueCheck(queue, null).run((entries, total) -> {}).findings())
        .extracting(finding -> finding.what().endsWith("; delivered before"))
        .containsExactly(true, false, false);
    repair();

    LedgerReport ledger = LedgerReport.of(queue);
    assertThat(ledger.lost(journal.id()).get("gone").all())
        .containsExactly(new SequenceRange(13, 14), new SequenceRange(17, 19));
    assertThat(ledger.lost(journal.id()).get("damaged").all())
        .containsExactly(new SequenceRange(25, 25));
    assertThat(found()).containsExactly("NOTE ENTRIES", "NOTE ENTRIES", "NOTE ENTRIES");
  }

  @Test
  void letterWhoseEntryIsNowhere_isGivenUp() throws Exception {
    writer.close();
    Path letter = queue.deadLetters().resolve(journal.id() + "-777.json");
    create(letter, "{}");

    repair();

    assertThat(letter).doesNotExist();
    assertThat(LedgerReport.of(queue).lost(journal.id()).get("damaged").all())
        .containsExactly(new SequenceRange(777, 777));
    assertThat(found()).isEmpty();
  }

  @Test
  void deliveredEntriesThatAreGone_areKnownAfterARepair() throws Exception {
    writer.close();
    settle(ENTRIES);
    Files.delete(cycles.get(1));

    repair();

    assertThat(queue.ledgerFile()).doesNotExist();
    assertThat(queue.damaged()).isDirectoryContaining("glob:**-10-20.bin");
    assertThat(found()).containsExactly("NOTE ENTRIES");
  }

  @Test
  void damageBesideAWriter_isDamageOnlyWhereItIsDoneWriting() throws Exception {
    flip(cycles.get(3), 2);
    assertThat(found()).containsExactly("NOTE ENTRIES_UNREADABLE_NOW");
    flip(cycles.get(1), 2);
    assertThat(found()).containsExactly("DAMAGE ENTRIES", "NOTE ENTRIES_UNREADABLE_NOW");
  }

  @Test
  void filesThatRetentionTakesMeanwhile_areNotMissed() throws Exception {
    List<QueueCheck.Found> found = new ArrayList<>();
    JournalEntriesCheck check =
        new JournalEntriesCheck(queue, journal, LedgerReport.of(queue), found);
    Files.delete(cycles.get(0));
    Files.delete(cycles.get(1));

    check.run(entries -> {});

    assertThat(found).isEmpty();
    assertThat(check.entries()).isEqualTo(15);
  }

  /** The check is told of every thousand entries: that is where retention comes in between. */
  @Test
  void filesOfAnEndedWriterThatRetentionTakesMeanwhile_areNotMissed() throws Exception {
    writer.append(1_000).close();
    List<Path> files = writer.files();
    List<QueueCheck.Found> found = new ArrayList<>();
    JournalEntriesCheck check =
        new JournalEntriesCheck(queue, journal, LedgerReport.of(queue), found);

    check.run(entries -> {
      try {
        for (Path file : files.subList(0, files.size() - 1)) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });

    assertThat(found).isEmpty();
    assertThat(check.entries()).isLessThan(ENTRIES + 1_000);
  }
}
