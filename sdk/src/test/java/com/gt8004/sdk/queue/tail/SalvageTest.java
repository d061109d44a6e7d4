package com.gt8004.sdk.queue.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.sdk.Fuzz;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.SequenceRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What power failures and disks do to a finished journal: what is whole is read, what is not is told. */
class SalvageTest {
  private static final int COUNT = 800;
  private static final int PAGE = 4096;

  @TempDir
  static Path shared;

  private static DamagedJournal template;

  @TempDir
  Path folder;

  private DamagedJournal journal;

  @BeforeAll
  static void write() throws IOException {
    template = DamagedJournal.write(shared, COUNT, new SplittableRandom(8004));
  }

  @BeforeEach
  void copy() throws IOException {
    journal = template.copy(folder);
  }

  @Test
  void undamagedJournal_isReadWhole() throws Exception {
    assertThat(template.readAll(0)).isEmpty();
    assertThat(journal.readAll(0)).isEmpty();
    assertThat(journal.readAll(777)).isEmpty();
    assertThat(journal.readAll(COUNT)).isEmpty();
  }

  @Test
  void seek_findsAnySequence() {
    try (JournalTailer tailer = JournalTailer.open(journal.directory)) {
      TailedEntry entry = new TailedEntry();
      for (long sequence = COUNT - 1; sequence >= 0; sequence -= 7) {
        assertThat(tailer.seek(sequence)).isTrue();
        assertThat(tailer.read(entry)).isEqualTo(TailStatus.ENTRY);
        assertThat(entry.sequence()).isEqualTo(sequence);
      }
      assertThat(tailer.seek(COUNT)).isTrue();
      assertThat(tailer.seek(COUNT + 1)).isFalse();
      assertThat(tailer.read(entry)).isEqualTo(TailStatus.NOTHING_NEW);
    }
  }

  @Test
  void zeroedPageInTheMiddle() throws Exception {
    Path file = journal.fileOf(300);
    long page = pageOf(300);
    journal.zero(file, page, page + PAGE);
    List<DamagedSpan> spans = journal.readAll(0);
    assertThat(spans).hasSize(1);
    assertThat(spans.get(0).bytes()).singleElement().satisfies(bytes -> {
      assertThat(bytes.file()).isEqualTo(file);
      assertThat(bytes.fromOffset()).as("the head of the entry it cuts").isLessThan(page);
      assertThat(bytes.toOffset()).as("the tail of the last").isGreaterThan(page + PAGE);
    });
  }

  @Test
  void zeroedPages_oneSpanEach() throws Exception {
    for (int sequence : new int[] {50, 150, 400, 700}) {
      journal.zero(journal.fileOf(sequence), pageOf(sequence), pageOf(sequence) + PAGE);
    }
    assertThat(journal.readAll(0)).hasSize(4);
  }

  @Test
  void seek_behindAndIntoDamage() throws Exception {
    journal.zero(journal.fileOf(300), pageOf(300), pageOf(300) + PAGE);
    DamagedSpan all = journal.readAll(0).get(0);
    assertThat(all.range().first()).isLessThanOrEqualTo(300);
    assertThat(all.range().last()).isGreaterThanOrEqualTo(300);
    assertThat(journal.readAll(300)).singleElement().satisfies(span -> {
      assertThat(span.firstSequence()).isEqualTo(300);
      assertThat(span.endSequence()).isEqualTo(all.endSequence());
    });
    assertThat(journal.readAll(all.endSequence())).isEmpty();
    try (JournalTailer tailer = JournalTailer.open(journal.directory)) {
      assertThat(tailer.seek(300)).isFalse();
      assertThat(tailer.trouble()).contains("sequence 300 ", ".cq4");
    }
  }

  @Test
  void zeroedLastPages_areToldFromWhatChronicleNoted() throws Exception {
    journal.zero(journal.fileOf(COUNT - 1), pageOf(COUNT - 30), Long.MAX_VALUE);
    List<DamagedSpan> spans = journal.readAll(0);
    assertThat(spans).hasSize(1);
    assertThat(spans.get(0).endSequence()).isEqualTo(COUNT);
  }

  @Test
  void zeroedLastPagesAndFirstPage_endWhereTheLastWholeEntryDoes() throws Exception {
    Path last = journal.fileOf(COUNT - 1);
    journal.zero(last, 0, PAGE);
    journal.zero(last, pageOf(COUNT - 30), Long.MAX_VALUE);
    assertThat(journal.readAll(0)).noneMatch(span -> span.endSequence() < COUNT - 90);
  }

  @Test
  void truncatedFile_inTheMiddleOfAnEntry() throws Exception {
    DamagedJournal.Stored cut = journal.entries.get(COUNT - 10);
    journal.truncate(cut.file(), cut.offset() + 50);
    assertThat(journal.readAll(0)).singleElement().satisfies(span -> {
      assertThat(span.firstSequence()).isEqualTo(COUNT - 10);
      assertThat(span.endSequence()).as("the first page knows").isEqualTo(COUNT);
    });
  }

  @Test
  void truncatedFileInTheMiddle_andOneOfLengthZero() throws Exception {
    DamagedJournal.Stored cut = journal.entries.get(100);
    journal.truncate(cut.file(), cut.offset() + 50);
    journal.truncate(journal.files.get(2), 0);
    List<DamagedSpan> spans = journal.readAll(0);
    assertThat(spans).hasSize(2);
    assertThat(spans.get(0).firstSequence()).isEqualTo(100);
    assertThat(spans.get(0).reason()).contains("cut off");
  }

  @Test
  void firstPageZero_orOfAnEarlierTime() throws Exception {
    for (Path file : journal.files) {
      journal.zero(file, 0, PAGE);
    }
    assertThat(journal.readAll(0)).isEmpty();
    for (Path file : template.files) {
      byte[] page = new byte[PAGE];
      try (var in = Files.newInputStream(file)) {
        assertThat(in.read(page)).isEqualTo(PAGE);
      }
      java.util.Arrays.fill(page, 0x40, 0x50, (byte) 0); // as before the first entry
      journal.write(journal.directory.chronicle().resolve(file.getFileName()), 0, page);
    }
    assertThat(journal.readAll(0)).isEmpty();
  }

  @Test
  void indexPagesZero_costNothing() throws Exception {
    for (Path file : journal.files) {
      journal.zero(file, PAGE, 0x8000);
    }
    assertThat(journal.readAll(0)).isEmpty();
  }

  @Test
  void flippedByte_inPayloadOrHeader_costsOneEntry() throws Exception {
    for (int offset : new int[] {0, 4, 6, 8, 16, 33, 36, 45}) {
      DamagedJournal.Stored hit = journal.entries.get(200 + 10 * offset);
      journal.flip(hit.file(), hit.offset() + offset, 0x10);
    }
    assertThat(journal.readAll(0)).hasSize(8).allSatisfy(span -> {
      assertThat(span.range().count()).isEqualTo(1);
      assertThat(span.bytes()).hasSize(1);
      assertThat(span.reason()).isEqualTo("wrong checksum or header");
    });
  }

  @Test
  void lastEntryFlipped_isToldAlthoughNothingFollows() throws Exception {
    DamagedJournal.Stored last = journal.entries.get(COUNT - 1);
    journal.zero(last.file(), 0, PAGE); // not even Chronicle's own note
    journal.zero(last.file(), last.offset() + 10, last.end());
    journal.flip(last.file(), last.offset() + 9, 1);
    assertThat(journal.readAll(0))
        .singleElement()
        .satisfies(span -> assertThat(span.range().first()).isEqualTo(COUNT - 1));
  }

  @Test
  void flippedByteInChroniclesLength_costsNothing() throws Exception {
    DamagedJournal.Stored far = journal.entries.get(100);
    journal.flip(far.file(), far.offset() - 3, 0x08);
    DamagedJournal.Stored shorter = journal.entries.get(300);
    journal.flip(shorter.file(), shorter.offset() - 4, 0x20);
    DamagedJournal.Stored meta = journal.entries.get(500);
    journal.flip(meta.file(), meta.offset() - 1, 0x40);
    DamagedJournal.Stored unfinished = journal.entries.get(COUNT - 1);
    journal.flip(unfinished.file(), unfinished.offset() - 1, 0x80);
    assertThat(journal.readAll(0)).isEmpty();
  }

  @Test
  void missingFileInTheMiddle() throws Exception {
    Files.delete(journal.files.get(1));
    assertThat(journal.readAll(0)).singleElement().satisfies(span -> {
      assertThat(span.reason()).isEqualTo("a cycle file is missing");
      assertThat(span.bytes()).isEmpty();
    });
  }

  @Test
  void missingFirstFile_isToldFromTheSequenceThatIsWanted() throws Exception {
    Files.delete(journal.files.get(0));
    try (JournalTailer tailer = JournalTailer.open(journal.directory)) {
      assertThat(tailer.firstSequence()).isPositive();
      assertThat(journal.readAll(tailer.firstSequence())).isEmpty();
    }
  }

  @Test
  void metadataJunkZeroOrMissing_costsNothing() throws Exception {
    Path metadata = journal.directory.chronicle().resolve("metadata.cq4t");
    byte[] junk = new byte[4096];
    new SplittableRandom(1).nextBytes(junk);
    Files.write(metadata, junk);
    assertThat(journal.readAll(0)).isEmpty();
    Files.write(metadata, new byte[4096]);
    assertThat(journal.readAll(0)).isEmpty();
    Files.delete(metadata);
    assertThat(journal.readAll(0)).isEmpty();
  }

  @Test
  void unusedNextFile_isNeitherDamageNorEntries() throws Exception {
    Path next = journal.directory.chronicle().resolve("19700101-1000X.cq4");
    Files.write(next, new byte[0]);
    assertThat(journal.readAll(0)).isEmpty();
    Files.write(next, new byte[1 << 20]);
    assertThat(journal.readAll(0)).isEmpty();
  }

  @Test
  void newerFormat_waitsAndIsNotDamage() throws Exception {
    DamagedJournal.Stored entry = journal.entries.get(400);
    byte[] newer = entry.bytes().clone();
    newer[4] = 9;
    CRC32C crc = new CRC32C();
    crc.update(newer, 0, 36);
    crc.update(newer, 40, newer.length - 40);
    for (int i = 0; i < 4; i++) {
      newer[36 + i] = (byte) (crc.getValue() >>> 8 * i);
    }
    journal.write(entry.file(), entry.offset(), newer);
    try (JournalTailer tailer = JournalTailer.open(journal.directory)) {
      assertThat(tailer.seek(399)).isTrue();
      assertThat(tailer.read(new TailedEntry())).isEqualTo(TailStatus.ENTRY);
      assertThat(tailer.read(new TailedEntry())).isEqualTo(TailStatus.NEWER_FORMAT);
      assertThat(tailer.read(new TailedEntry())).isEqualTo(TailStatus.NEWER_FORMAT);
      assertThat(tailer.trouble()).isEmpty();
      assertThatThrownBy(tailer::passDamage).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void strayEntryOfAnotherPlace_isNotBelieved() throws Exception {
    // A page that the disk put where another belongs: whole entries, wrong numbers.
    DamagedJournal.Stored into = journal.entries.get(50);
    DamagedJournal.Stored from = journal.entries.get(COUNT - 1);
    journal.write(into.file(), into.offset(), from.bytes());
    DamagedJournal.Stored late = journal.entries.get(COUNT - 5);
    journal.write(late.file(), late.offset(), journal.entries.get(3).bytes());
    TailedEntry room = new TailedEntry();
    long expected = 0;
    int delivered = 0;
    try (JournalTailer tailer = JournalTailer.open(journal.directory)) {
      for (TailStatus status = tailer.read(room); status != TailStatus.NOTHING_NEW; ) {
        if (status == TailStatus.DAMAGED) {
          expected = tailer.damage().endSequence();
          tailer.passDamage();
        } else {
          assertThat(room.sequence()).isEqualTo(expected++);
          delivered++;
        }
        status = tailer.read(room);
      }
    }
    assertThat(expected).isEqualTo(COUNT);
    assertThat(delivered).as("all but what they overwrote").isGreaterThan(COUNT - 20);
  }

  @Test
  void strayEntryInTheLastPlace_doesNotEndTheJournalBeforeTheOthers() throws Exception {
    DamagedJournal.Stored last = journal.entries.get(COUNT - 1);
    journal.write(last.file(), last.offset(), journal.entries.get(3).bytes());
    TailedEntry room = new TailedEntry();
    try (JournalTailer tailer = JournalTailer.open(journal.directory)) {
      assertThat(tailer.endSequence()).isEqualTo(COUNT);
      for (int sequence = 0; sequence < COUNT - 1; sequence++) {
        assertThat(tailer.read(room)).isEqualTo(TailStatus.ENTRY);
        assertThat(room.sequence()).isEqualTo(sequence);
      }
      assertThat(tailer.read(room)).isEqualTo(TailStatus.DAMAGED);
      assertThat(tailer.damage().range()).isEqualTo(new SequenceRange(COUNT - 1, COUNT - 1));
    }
  }

  @Test
  void besideALivingWriter_nothingIsGivenUp() throws Exception {
    DamagedJournal living = DamagedJournal.write(folder.resolve("l"), 60, new SplittableRandom(1));
    DamagedJournal.Stored hit = living.entries.get(10);
    living.flip(hit.file(), hit.offset() + 20, 1);
    TailedEntry entry = new TailedEntry();
    try (OwnerLock writer = OwnerLock.tryAcquire(living.directory.ownerLockFile());
        JournalTailer tailer = JournalTailer.open(living.directory)) {
      assertThat(writer).isNotNull();
      for (int i = 0; i < 10; i++) {
        assertThat(tailer.read(entry)).isEqualTo(TailStatus.ENTRY);
      }
      assertThat(tailer.read(entry)).isEqualTo(TailStatus.DAMAGED);
      assertThat(tailer.read(entry)).as("it stays there").isEqualTo(TailStatus.DAMAGED);
      assertThat(tailer.damage()).isNull();
      assertThatThrownBy(tailer::passDamage).isInstanceOf(IllegalStateException.class);
      tailer.readBytes(false);
      assertThat(tailer.read(entry)).isEqualTo(TailStatus.DAMAGED);
      assertThat(tailer.damage()).satisfies(span -> {
        assertThat(span.firstSequence()).isEqualTo(10);
        assertThat(span.endSequence()).isEqualTo(11);
      });
    }
  }

  @Test
  void noWholeEntryAndNoBeginning_isToldOnce() throws Exception {
    Path last = journal.fileOf(COUNT - 1);
    int first = 0;
    for (int sequence = 0; sequence < COUNT; sequence++) {
      DamagedJournal.Stored entry = journal.entries.get(sequence);
      if (entry.file().equals(last)) {
        journal.flip(last, entry.offset() + 20, 1);
      } else {
        Files.deleteIfExists(entry.file());
        first = sequence + 1;
      }
    }
    try (JournalTailer tailer = JournalTailer.open(journal.directory)) {
      assertThat(tailer.seek(first)).isFalse();
      assertThat(tailer.damage().range()).isEqualTo(new SequenceRange(first, COUNT - 1));
      tailer.passDamage();
      assertThat(tailer.seek(COUNT)).isTrue();
      assertThat(tailer.read(new TailedEntry())).isEqualTo(TailStatus.NOTHING_NEW);
      assertThat(tailer.endSequence()).isEqualTo(COUNT);
    }
  }

  @Test
  void anyDamage_costsWhatItHitAndIsTold() {
    AtomicInteger cases = new AtomicInteger();
    Fuzz.cases(12, 2_000, random -> {
      Path place = Files.createDirectory(folder.resolve("case-" + cases.incrementAndGet()));
      DamagedJournal damaged = template.copy(place);
      int hits = 1 + random.nextInt(8);
      for (int i = 0; i < hits; i++) {
        damage(damaged, random);
      }
      damaged.readAll(0);
      damaged.readAll(random.nextInt(COUNT));
      com.gt8004.sdk.queue.DurableFiles.deleteRecursively(place);
    });
  }

  private static void damage(DamagedJournal journal, SplittableRandom random) throws IOException {
    Path file = journal.files.get(random.nextInt(journal.files.size()));
    long length = Files.exists(file) ? Files.size(file) : 0;
    if (length == 0) {
      return;
    }
    long at = random.nextLong(length);
    switch (random.nextInt(12)) {
      case 0 -> journal.truncate(file, at);
      case 1 -> Files.delete(file);
      case 2, 3, 4 ->
        journal.zero(file, at / PAGE * PAGE, (at / PAGE + 1 + random.nextInt(4)) * PAGE);
      case 5 -> {
        byte[] noise = new byte[(int) Math.min(length - at, 1 + random.nextInt(2 * PAGE))];
        random.nextBytes(noise);
        journal.write(file, at, noise);
      }
      default -> journal.flip(file, at, 1 << random.nextInt(8));
    }
  }

  private long pageOf(int sequence) {
    return journal.entries.get(sequence).offset() / PAGE * PAGE;
  }
}
