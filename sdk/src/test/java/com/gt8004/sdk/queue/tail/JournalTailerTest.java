package com.gt8004.sdk.queue.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.ChronicleFiles;
import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.append.AppendLimits;
import com.gt8004.sdk.queue.append.QueueAppender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTailerTest {
  private static final AppendLimits LIMITS =
      AppendLimits.DEFAULT.withDiskFreeMin(0).withCycleBytes(4_000);

  @TempDir
  Path root;

  private QueueAppender appender;

  @BeforeEach
  void open() {
    QueueDirectory queue = new QueueDirectory(root.resolve("q"));
    appender = new QueueAppender(queue, "q", "test", LIMITS, EpochClock.system());
  }

  @AfterEach
  void close() {
    appender.close();
  }

  @Test
  void read_followsALiveWriterAcrossRolls() {
    append(1);
    try (JournalTailer tailer = JournalTailer.open(journal())) {
      TailedEntry entry = new TailedEntry();
      long expected = 0;
      for (int round = 0; round < 40; round++) {
        append(round % 7);
        while (tailer.read(entry) == TailStatus.ENTRY) {
          assertThat(entry.sequence()).isEqualTo(expected);
          assertThat(entry.payloadText()).isEqualTo(payload(expected));
          expected++;
        }
        assertThat(tailer.trouble()).isEmpty();
        assertThat(expected).isEqualTo(tailer.endSequence()).isEqualTo(end());
      }
    }
    assertThat(ChronicleFiles.cyclesOf(journal().chronicle()).length).isGreaterThan(2);
  }

  @Test
  void seek_findsEverySequence() {
    append(300);
    try (JournalTailer tailer = JournalTailer.open(journal())) {
      TailedEntry entry = new TailedEntry();
      for (long sequence = 299; sequence >= 0; sequence--) {
        assertThat(tailer.seek(sequence)).isTrue();
        assertThat(tailer.read(entry)).isEqualTo(TailStatus.ENTRY);
        assertThat(entry.sequence()).isEqualTo(sequence);
      }
    }
  }

  @Test
  void seek_toTheEndReadsWhatComesNext() {
    append(10);
    try (JournalTailer tailer = JournalTailer.open(journal())) {
      TailedEntry entry = new TailedEntry();
      assertThat(tailer.seek(10)).isTrue();
      assertThat(tailer.read(entry)).isEqualTo(TailStatus.NOTHING_NEW);
      append(200);
      assertThat(tailer.read(entry)).isEqualTo(TailStatus.ENTRY);
      assertThat(entry.sequence()).isEqualTo(10);
    }
  }

  @Test
  void seek_beyondTheEndSaysSo() {
    append(10);
    try (JournalTailer tailer = JournalTailer.open(journal())) {
      assertThat(tailer.seek(11)).isFalse();
    }
  }

  @Test
  void seek_intoWhatWasPrunedGoesToTheFirstOnDisk() throws IOException {
    append(300);
    int[] cycles = ChronicleFiles.cyclesOf(journal().chronicle());
    Files.delete(ChronicleFiles.file(journal().chronicle(), cycles[0]));
    try (JournalTailer tailer = JournalTailer.open(journal())) {
      TailedEntry entry = new TailedEntry();
      assertThat(tailer.seek(0)).isTrue();
      assertThat(tailer.read(entry)).isEqualTo(TailStatus.ENTRY);
      assertThat(entry.sequence()).isEqualTo(tailer.firstSequence()).isPositive();
    }
  }

  @Test
  void read_ofAJournalWithoutEntriesFindsNothingThenThem() throws IOException {
    append(1);
    JournalDirectory empty = journal().at(root.resolve("elsewhere"));
    try (JournalTailer tailer = JournalTailer.open(empty)) {
      assertThat(tailer.read(new TailedEntry())).isEqualTo(TailStatus.NOTHING_NEW);
      assertThat(tailer.endSequence()).isZero();
    }
  }

  @Test
  void read_stopsAtAFlippedByteAndNamesTheSequence() throws IOException {
    append(5);
    appender.close();
    flip(payload(3));
    try (JournalTailer tailer = JournalTailer.open(journal())) {
      TailedEntry entry = new TailedEntry();
      for (int i = 0; i < 3; i++) {
        assertThat(tailer.read(entry)).isEqualTo(TailStatus.ENTRY);
      }
      assertThat(tailer.read(entry)).isEqualTo(TailStatus.DAMAGED);
      assertThat(tailer.trouble()).contains("sequence 3");
      assertThat(tailer.read(entry)).isEqualTo(TailStatus.DAMAGED);
    }
  }

  @Test
  void read_ofAJournalWhoseFirstEntryIsDamagedSaysSoAndCountsWhatIsThere() throws IOException {
    append(20);
    appender.close();
    flip(payload(0));
    try (JournalTailer tailer = JournalTailer.open(journal())) {
      assertThat(tailer.endSequence()).isEqualTo(20);
      assertThat(tailer.read(new TailedEntry())).isEqualTo(TailStatus.DAMAGED);
      assertThat(tailer.trouble()).contains(".cq4");
      assertThat(tailer.seek(0)).isFalse();
      assertThat(tailer.read(new TailedEntry())).isEqualTo(TailStatus.DAMAGED);
    }
  }

  @Test
  void seek_intoACycleWhoseFirstEntryIsDamagedSaysSo() throws IOException {
    append(300);
    appender.close();
    long first;
    try (JournalTailer tailer = JournalTailer.open(journal())) {
      int[] cycles = ChronicleFiles.cyclesOf(journal().chronicle());
      Files.delete(ChronicleFiles.file(journal().chronicle(), cycles[0]));
      first = tailer.firstSequence();
    }
    flip(payload(first));
    try (JournalTailer tailer = JournalTailer.open(journal())) {
      assertThat(tailer.read(new TailedEntry())).isNotEqualTo(TailStatus.NOTHING_NEW);
      assertThat(tailer.endSequence()).isGreaterThan(first);
    }
  }

  /** Changes one byte of the entry with this payload, wherever in the file it lies. */
  private void flip(String payload) throws IOException {
    Path file = ChronicleFiles.file(
        journal().chronicle(), ChronicleFiles.cyclesOf(journal().chronicle())[0]);
    String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    int at = content.indexOf(payload);
    assertThat(at).isPositive();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {'X'}), at + 8);
    }
  }

  private JournalDirectory journal() {
    return appender.appended().get(0).journal();
  }

  private long end() {
    return appender.appended().get(0).end();
  }

  private void append(int count) {
    for (int i = 0; i < count; i++) {
      long sequence = appender.appended().isEmpty() ? 0 : end();
      byte[] payload = payload(sequence).getBytes(StandardCharsets.UTF_8);
      byte[] entry = new byte[Envelope.HEADER_BYTES + payload.length];
      System.arraycopy(payload, 0, entry, Envelope.HEADER_BYTES, payload.length);
      assertThat(appender.append(entry, payload.length, 0, null)).isEqualTo(sequence);
    }
  }

  private static String payload(long sequence) {
    return "{\"n\":\"" + sequence + "-" + "x".repeat(100) + "\"}";
  }
}
