package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.Ledger;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import com.gt8004.shipper.replay.ReplayFile;
import com.gt8004.shipper.replay.ReplayRecord;
import com.gt8004.shipper.replay.ReplayTally;
import com.gt8004.shipper.retain.JournalRemoval;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes, what stays, and when: settled cycle files and finished journals. */
class RetentionTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MINUTE = Duration.ofSeconds(60);

  /** How long a queue at rest is not looked after. */
  private static final Duration REST = Duration.ofNanos(UpkeepPace.REST_INTERVAL_NANOS);

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

  // ---- cycle files of a live journal ----

  @Test
  void settledCycles_goAWeekAfterTheyWereSettledButForTheNewest() {
    try (CycleWriter writer = CycleWriter.unlimited(rig).append(35)) {
      shipAll();
      List<Path> files = writer.files();
      assertThat(files).hasSize(4);
      rig.after(DAY.multipliedBy(7).minusSeconds(60));
      assertThat(writer.files()).isEqualTo(files);
      rig.after(MINUTE);
      assertThat(writer.files()).isEqualTo(files.subList(3, 4));
      assertThat(rig.queue().retention().prunedCycles()).isEqualTo(3);
      writer.append(20);
      shipAll();
      assertThat(rig.ingest.settled).as("the journal goes on").hasSize(55).doesNotHaveDuplicates();
    }
  }

  @Test
  void unsettledCycles_stayHoweverOld() throws Exception {
    try (CycleWriter writer = CycleWriter.unlimited(rig).append(25)) {
      rig.with("batch_size_catch_up", "12").with("retention_bytes", "0B");
      rig.ingest.then(FakeIngestClient::accepted).always(FakeIngestClient.away());
      shipAll();
      rig.after(DAY.multipliedBy(30)).after(DAY.multipliedBy(30));
      assertThat(rig.checkpoint(writer.journal())).isEqualTo(12);
      assertThat(writer.files()).extracting(CycleWriter::firstSequence).containsExactly(10L, 20L);
    }
  }

  @Test
  void settledBytesAboveTheLimit_goOldestFirst() {
    try (CycleWriter writer = CycleWriter.unlimited(rig).append(45)) {
      shipAll();
      long bytes = rig.queue().retention().retainedBytes();
      assertThat(bytes).isPositive();
      rig.close();
      rig.with("retention_bytes", bytes / 2 + "B");
      shipAll();
      assertThat(writer.files())
          .extracting(CycleWriter::firstSequence)
          .containsExactly(20L, 30L, 40L);
      assertThat(rig.queue().retention().retainedBytes()).isLessThanOrEqualTo(bytes / 2);
    }
  }

  @Test
  void checkpointThatCannotBeReadBack_keepsEverything() throws Exception {
    try (CycleWriter writer = CycleWriter.unlimited(rig).append(25)) {
      shipAll();
      try (RandomAccessFile file =
          new RandomAccessFile(writer.journal().checkpointFile().toFile(), "rw")) {
        file.write(new byte[8192]);
      }
      rig.after(DAY.multipliedBy(30));
      assertThat(writer.files()).hasSize(3);
    }
  }

  @Test
  void ageAfterARestart_countsFromTheLastWriteOfTheCheckpoint() throws Exception {
    try (CycleWriter writer = CycleWriter.unlimited(rig).append(25)) {
      shipAll();
      rig.close();
      setAge(writer.journal().checkpointFile(), DAY.multipliedBy(6));
      rig.with("batch_size", "10");
      rig.settle();
      rig.after(DAY.minusSeconds(60));
      assertThat(writer.files()).hasSize(3);
      rig.after(MINUTE);
      assertThat(writer.files()).hasSize(1);
    }
  }

  @Test
  void lease_keepsWhatAReplayMayWant() throws Exception {
    try (CycleWriter writer = CycleWriter.unlimited(rig).append(25)) {
      Path lease = rig.queueDirectory().path().resolve("replays/1.json");
      Files.createDirectories(lease.getParent());
      Files.writeString(lease, "{}");
      shipAll();
      rig.clock.advance(DAY.multipliedBy(30));
      Files.setLastModifiedTime(lease, FileTime.from(rig.clock.now()));
      rig.after(DAY.minusSeconds(1));
      assertThat(writer.files()).hasSize(3);
      Files.delete(lease);
      rig.after(REST);
      assertThat(writer.files()).hasSize(1);
    }
  }

  @Test
  void leaseOfAReplayThatWasKilled_countsForADay() throws Exception {
    try (CycleWriter writer = CycleWriter.unlimited(rig).append(25)) {
      ReplayFile lease = ReplayFile.begin(rig.queueDirectory(), anyReplay(), rig.clock);
      shipAll();
      rig.clock.advance(DAY.multipliedBy(30));
      lease.renew();
      rig.after(DAY.minusSeconds(1));
      assertThat(writer.files()).hasSize(3);
      rig.after(REST);
      assertThat(writer.files()).hasSize(1);
    }
  }

  private ReplayRecord anyReplay() {
    return new ReplayRecord(
        new UUID(0, 1),
        rig.clock.now(),
        "http://localhost/v1/ingest",
        null,
        null,
        false,
        false,
        0,
        0,
        ReplayTally.NONE,
        List.of());
  }

  @Test
  void readersOfALiveJournal_areNotStranded() {
    try (CycleWriter writer = CycleWriter.unlimited(rig).append(25);
        JournalTailer reader = JournalTailer.open(writer.journal())) {
      TailedEntry entry = new TailedEntry();
      for (int i = 0; i < 15; i++) {
        assertThat(reader.read(entry)).isEqualTo(TailStatus.ENTRY);
      }
      shipAll();
      rig.after(DAY.multipliedBy(8));
      assertThat(writer.files()).extracting(CycleWriter::firstSequence).containsExactly(20L);
      writer.append(10);
      for (long sequence = 15; sequence < 35; sequence++) {
        assertThat(reader.read(entry)).as("sequence %d", sequence).isEqualTo(TailStatus.ENTRY);
        assertThat(entry.sequence()).isEqualTo(sequence);
      }
      try (JournalTailer late = JournalTailer.open(writer.journal())) {
        assertThat(late.read(entry)).isEqualTo(TailStatus.ENTRY);
        assertThat(entry.sequence()).isEqualTo(20);
      }
    }
  }

  // ---- finished journals ----

  @Test
  void finishedJournal_isRemovedWholeAndLeavesOneLine() throws Exception {
    JournalDirectory journal = rig.append(20);
    shipAll();
    rig.after(DAY.multipliedBy(7).minusSeconds(60));
    assertThat(journal.path()).exists();
    rig.after(MINUTE);
    assertThat(rig.queueDirectory().journalsFolder()).isEmptyDirectory();
    assertThat(Ledger.endOfRemoved(rig.queueDirectory(), journal.id())).isEqualTo(20);
    assertThat(Files.readAllLines(rig.queueDirectory().ledgerFile())).hasSize(1);
    assertThat(rig.queue().retention().removedJournals()).isEqualTo(1);
    assertThat(rig.queue().journals().finished()).isEmpty();
  }

  @Test
  void finishedJournal_goesOnlyAfterTwoLooksAMinuteApart() throws Exception {
    rig.with("retention_age", "0s");
    JournalDirectory journal = rig.append(20);
    shipAll(); // the first look
    rig.after(Duration.ofSeconds(58));
    assertThat(journal.path()).exists();
    rig.after(REST);
    assertThat(journal.path()).doesNotExist();
  }

  @Test
  void finishedJournal_thatIsHeldAtTheSecondLookStays() throws Exception {
    rig.with("retention_age", "0s");
    JournalDirectory journal = rig.append(20);
    shipAll();
    try (OwnerLock writer = OwnerLock.tryAcquire(journal.ownerLockFile())) {
      assertThat(writer).isNotNull();
      rig.after(MINUTE).after(MINUTE);
      assertThat(journal.path()).exists();
    }
  }

  @Test
  void finishedJournalsBeyondTheirNumber_goOldestFirstWhateverTheirAge() throws Exception {
    rig.with("retention_journals", "2");
    JournalDirectory first = rig.append(1);
    JournalDirectory second = rig.append(1);
    JournalDirectory third = rig.append(1);
    shipAll();
    rig.after(MINUTE).after(ShipperRig.SECOND);
    assertThat(first.path()).doesNotExist();
    assertThat(second.path()).exists();
    assertThat(third.path()).exists();
  }

  @Test
  void journalWithoutMetadata_isReadToItsEndBeforeItGoes() throws Exception {
    rig.with("retention_age", "0s");
    JournalDirectory journal = rig.append(20);
    Files.delete(journal.chronicle().resolve("metadata.cq4t"));
    try (var checkpoint = com.gt8004.sdk.queue.CheckpointFile.open(journal)) {
      checkpoint.write(com.gt8004.sdk.queue.Checkpoint.at(journal.id(), 12));
    }
    shipAll();
    assertThat(rig.ingest.settled).hasSize(8);
    rig.after(MINUTE).after(MINUTE);
    assertThat(journal.path()).doesNotExist();
    assertThat(Ledger.endOfRemoved(rig.queueDirectory(), journal.id())).isEqualTo(20);
  }

  @Test
  void journalThatEndsBehindWhatWasSettled_getsItsNameBack() throws Exception {
    JournalDirectory journal = rig.append(20);
    assertThat(new JournalRemoval(rig.clock).setAside(journal, 19)).isNull();
    assertThat(rig.queueDirectory().journals()).containsExactly(journal);
  }

  @Test
  void entryThatNoReaderComesTo_keepsItsJournal() throws Exception {
    JournalDirectory journal = rig.append(20);
    byte[] entry = new byte[Envelope.HEADER_BYTES + 2];
    Envelope.seal(entry, 2, 25, 0, 0, new CRC32C());
    try (RandomAccessFile cycle =
        new RandomAccessFile(CycleWriter.files(journal).get(0).toFile(), "rw")) {
      cycle.seek(3L << 20); // far behind the last one, where no chain of lengths leads
      cycle.write(entry);
    }
    assertThat(new JournalRemoval(rig.clock).setAside(journal, 20)).isNull();
    assertThat(rig.queueDirectory().journals()).containsExactly(journal);
  }

  // ---- what a crash left behind ----

  @Test
  void halfRemovedJournal_withItsLineInTheLedgerIsRemoved() throws Exception {
    JournalDirectory journal = rig.append(20);
    shipAll();
    rig.queue().journals().ledger().removed(journal.id(), 20);
    JournalDirectory aside = setAside(journal);
    Files.delete(aside.checkpointFile()); // the unlinking had begun
    rig.crashAndRestart();
    rig.settle();
    assertThat(rig.queueDirectory().journalsFolder()).isEmptyDirectory();
    assertThat(Files.readAllLines(rig.queueDirectory().ledgerFile())).hasSize(1);
  }

  @Test
  void halfRemovedJournal_withoutALineGetsOneIfAllIsSettled() throws Exception {
    JournalDirectory journal = rig.append(20);
    shipAll();
    setAside(journal);
    rig.crashAndRestart();
    rig.settle();
    assertThat(rig.queueDirectory().journalsFolder()).isEmptyDirectory();
    assertThat(Ledger.endOfRemoved(rig.queueDirectory(), journal.id())).isEqualTo(20);
  }

  @Test
  void halfRemovedJournal_withSomethingLeftToSendGetsItsNameBack() throws Exception {
    JournalDirectory journal = rig.append(20);
    setAside(journal);
    rig.crashAndRestart();
    shipAll();
    assertThat(rig.ingest.settled).hasSize(20);
    assertThat(rig.checkpoint(journal)).isEqualTo(20);
    assertThat(rig.queueDirectory().ledgerFile()).doesNotExist();
  }

  @Test
  void halfRemovedJournal_thatCannotGetItsNameBackDoesNotKeepTheOthersFromIt() throws Exception {
    JournalDirectory first = rig.append(20);
    JournalDirectory second = rig.append(20);
    setAside(first);
    Files.createDirectories(first.path().resolve("in the way"));
    setAside(second);
    shipAll();
    assertThat(rig.checkpoint(second)).isEqualTo(20);
  }

  @Test
  void halfBornJournal_isSweptAfterAnHourUnlessSomebodyHoldsIt() throws Exception {
    rig.append(1);
    Path old = cradle("1", Duration.ofMinutes(61));
    Path young = cradle("2", Duration.ofMinutes(59));
    Path held = cradle("3", Duration.ofMinutes(61));
    try (OwnerLock birth = OwnerLock.tryAcquire(held.resolve("owner.lock"))) {
      assertThat(birth).isNotNull();
      setAge(held, Duration.ofMinutes(61));
      rig.settle();
      assertThat(old).doesNotExist();
      assertThat(young).exists();
      assertThat(held).exists();
    }
  }

  @Test
  void fileThatNeverTookItsPlace_isSweptAfterAnHour() throws Exception {
    rig.append(1);
    Path queue = rig.queueDirectory().path();
    Path letters = Files.createDirectories(rig.queueDirectory().deadLetters());
    String name = ".admin.token.0b0c9a4e-6a3c-4c1e-9d7b-0a1b2c3d4e5f.tmp";
    Path old = Files.createFile(queue.resolve(name));
    Path oldLetter = Files.createFile(letters.resolve(name.replace("admin.token", "x-1.json")));
    Path young = Files.createFile(queue.resolve(name.replace("token", "other")));
    Path foreign = Files.createFile(queue.resolve(".notes.tmp"));
    for (Path path : new Path[] {old, oldLetter, foreign}) {
      setAge(path, Duration.ofMinutes(61));
    }
    setAge(young, Duration.ofMinutes(55));
    rig.settle();
    assertThat(old).doesNotExist();
    assertThat(oldLetter).doesNotExist();
    assertThat(young).exists();
    rig.after(Duration.ofMinutes(11));
    assertThat(young).doesNotExist();
    assertThat(foreign).exists();
  }

  /** The disk took the new name, refused to force it, and the shipper lives on. */
  @Test
  void halfRemovedJournal_isEndedWithoutARestart() throws Exception {
    JournalDirectory journal = rig.append(20);
    shipAll();
    setAside(journal);
    rig.after(Duration.ofMinutes(11));
    assertThat(rig.queueDirectory().journalsFolder()).isEmptyDirectory();
    assertThat(Ledger.endOfRemoved(rig.queueDirectory(), journal.id())).isEqualTo(20);
  }

  private Path cradle(String number, Duration age) throws Exception {
    Path cradle = Files.createDirectories(rig.queueDirectory()
        .journalsFolder()
        .resolve(".new-" + number + "-00000000-0000-7000-8000-00000000000" + number));
    Files.createFile(cradle.resolve("owner.lock"));
    setAge(cradle, age);
    return cradle;
  }

  private void setAge(Path path, Duration age) throws Exception {
    Files.setLastModifiedTime(path, FileTime.from(rig.clock.now().minus(age)));
  }

  private static JournalDirectory setAside(JournalDirectory journal) throws Exception {
    Path aside = journal.path().resolveSibling(".del-" + journal.path().getFileName());
    Files.move(journal.path(), aside);
    return journal.at(aside);
  }

  /** Until all is sent, the checkpoint written, and finished journals are closed. */
  private void shipAll() {
    rig.settle();
    rig.after(Duration.ofSeconds(5)).after(ShipperRig.SECOND);
  }
}
