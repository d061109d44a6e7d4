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
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * A finished journal, written by the real writer, whose files a test may damage as a disk or a power
 * failure would. Knows where each entry stood, so it can say which must be read.
 */
final class DamagedJournal {
  /** Where an entry stands. */
  record Stored(Path file, long offset, byte[] bytes) {
    long end() {
      return offset + bytes.length;
    }
  }

  final JournalDirectory directory;
  final List<Path> files;
  final List<Stored> entries = new ArrayList<>();

  private DamagedJournal(JournalDirectory directory) throws IOException {
    this.directory = directory;
    this.files = Arrays.stream(ChronicleFiles.cyclesOf(directory.chronicle()))
        .mapToObj(cycle -> ChronicleFiles.file(directory.chronicle(), cycle))
        .toList();
    TailedEntry room = new TailedEntry();
    for (Path path : files) {
      try (CycleFile file = new CycleFile(path)) {
        for (long at = file.next(0, room); at >= 0; at = file.next(at + room.length(), room)) {
          assertThat(room.sequence()).isEqualTo(entries.size());
          entries.add(new Stored(path, at, Arrays.copyOf(room.bytes(), room.length())));
        }
      }
    }
  }

  /** Writes one of about four cycle files and closes it. */
  static DamagedJournal write(Path folder, int count, SplittableRandom random) throws IOException {
    AppendLimits limits = AppendLimits.DEFAULT.withDiskFreeMin(0).withCycleBytes(count * 50L);
    QueueDirectory queue = new QueueDirectory(folder.resolve("q"));
    QueueAppender appender = new QueueAppender(queue, "q", "test", limits, EpochClock.system());
    for (int i = 0; i < count; i++) {
      String text = "{\"n\":\"" + i + "-" + "GT8J".repeat(random.nextInt(60)) + "\"}";
      byte[] payload = text.getBytes(StandardCharsets.UTF_8);
      byte[] entry = new byte[Envelope.HEADER_BYTES + payload.length];
      System.arraycopy(payload, 0, entry, Envelope.HEADER_BYTES, payload.length);
      assertThat(appender.append(entry, payload.length, 0, null)).isEqualTo(i);
    }
    appender.close();
    DamagedJournal journal = new DamagedJournal(queue.journals().get(0));
    assertThat(journal.entries).hasSize(count);
    assertThat(journal.files).hasSizeGreaterThanOrEqualTo(3);
    return journal;
  }

  /** The same journal once more; its files without most of the zeros at their ends. */
  DamagedJournal copy(Path folder) throws IOException {
    Path target = folder.resolve(directory.path().getFileName());
    Files.createDirectories(target.resolve("chronicle"));
    for (Path file : files) {
      Path copy = target.resolve("chronicle").resolve(file.getFileName());
      long end = entries.stream()
          .filter(entry -> entry.file().equals(file))
          .mapToLong(Stored::end)
          .max()
          .orElseThrow();
      byte[] bytes = new byte[(int) (end + 20_000)];
      try (RandomAccessFile from = new RandomAccessFile(file.toFile(), "r")) {
        from.readFully(bytes);
      }
      Files.write(copy, bytes);
    }
    Path metadata = directory.chronicle().resolve("metadata.cq4t");
    Files.copy(
        metadata,
        target.resolve("chronicle").resolve("metadata.cq4t"),
        StandardCopyOption.REPLACE_EXISTING);
    return new DamagedJournal(directory.at(target));
  }

  Path fileOf(int sequence) {
    return entries.get(sequence).file();
  }

  void zero(Path file, long from, long to) throws IOException {
    write(file, from, new byte[(int) (Math.min(to, Files.size(file)) - from)]);
  }

  void flip(Path file, long offset, int mask) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(offset);
      int before = bytes.read();
      bytes.seek(offset);
      bytes.write(before ^ mask);
    }
  }

  void truncate(Path file, long length) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(length);
    }
  }

  void write(Path file, long offset, byte[] content) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(offset);
      bytes.write(content);
    }
  }

  /** The sequences whose bytes are as they were written. */
  List<Long> intact() throws IOException {
    List<Long> intact = new ArrayList<>();
    for (int sequence = 0; sequence < entries.size(); sequence++) {
      Stored entry = entries.get(sequence);
      byte[] now = new byte[entry.bytes().length];
      if (Files.exists(entry.file())) {
        try (RandomAccessFile file = new RandomAccessFile(entry.file().toFile(), "r")) {
          file.seek(entry.offset());
          int count = Math.max(0, file.read(now));
          if (count == now.length && Arrays.equals(now, entry.bytes())) {
            intact.add((long) sequence);
          }
        }
      }
    }
    return intact;
  }

  /**
   * Reads it all from {@code from} on and checks what must hold whatever was damaged: each whole entry
   * once, in order, unchanged, no other; each missing one told.
   *
   * @return what was told to be missing
   */
  List<DamagedSpan> readAll(long from) throws IOException {
    List<Long> delivered = new ArrayList<>();
    List<DamagedSpan> spans = new ArrayList<>();
    Set<Long> told = new TreeSet<>();
    long begin;
    try (JournalTailer tailer = JournalTailer.open(directory)) {
      TailedEntry room = new TailedEntry();
      boolean unused = tailer.seek(from);
      for (TailStatus status = tailer.read(room);
          status != TailStatus.NOTHING_NEW;
          status = tailer.read(room)) {
        if (status == TailStatus.DAMAGED) {
          DamagedSpan span = tailer.damage();
          assertThat(span).isNotNull();
          assertThat(tailer.trouble()).contains("sequence " + span.firstSequence() + " ");
          spans.add(span);
          LongStream.range(span.firstSequence(), span.endSequence())
              .forEach(sequence -> assertThat(told.add(sequence)).isTrue());
          tailer.passDamage();
        } else {
          assertThat(status).isEqualTo(TailStatus.ENTRY);
          long sequence = room.sequence();
          delivered.add(sequence);
          assertThat(Arrays.copyOf(room.bytes(), room.length()))
              .isEqualTo(entries.get((int) sequence).bytes());
        }
      }
      assertThat(tailer.trouble()).isEmpty();
      if (!delivered.isEmpty() || !spans.isEmpty()) {
        long end = Math.max(
            delivered.isEmpty() ? 0 : delivered.get(delivered.size() - 1) + 1,
            spans.isEmpty() ? 0 : spans.get(spans.size() - 1).endSequence());
        assertThat(tailer.endSequence()).isEqualTo(end).isLessThanOrEqualTo(entries.size());
      }
      begin = Math.max(from, tailer.firstSequence());
    }
    check(delivered, told, begin);
    return spans;
  }

  private void check(List<Long> delivered, Set<Long> told, long begin) throws IOException {
    Set<Long> whole = new TreeSet<>(intact());
    whole.removeIf(sequence -> sequence < begin);
    Set<Long> notDelivered = new TreeSet<>(whole);
    notDelivered.removeAll(delivered);
    assertThat(notDelivered).as("whole, not delivered").isEmpty();
    assertThat(delivered).as("each once").hasSize(whole.size());
    Set<Long> both = new TreeSet<>(told);
    both.retainAll(whole);
    assertThat(both).as("told to be missing, but whole").isEmpty();
    long end = delivered.isEmpty() ? begin : delivered.get(delivered.size() - 1);
    for (long sequence = begin; sequence < end; sequence++) {
      assertThat(whole.contains(sequence) || told.contains(sequence))
          .as("sequence %d is neither whole nor told to be missing", sequence)
          .isTrue();
    }
  }
}
