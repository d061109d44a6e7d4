package com.gt8004.shipper;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.SequenceSet;
import com.gt8004.sdk.queue.append.AppendLimits;
import com.gt8004.sdk.queue.append.QueueAppender;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A queue of two journals, partly settled, with a dead letter, in which a test may flip and cut. Knows
 * from the bytes that were written, not from a reader, which entries that hit.
 */
final class DamagedQueue {
  static final int ENTRIES = 60;
  static final int SETTLED = 25;

  private static final int PAYLOAD_BYTES = 1_500;
  private static final int ZEROS_KEPT = 8_000;

  private final Path folder;
  private final Map<Path, byte[]> written;

  private DamagedQueue(Path folder, Map<Path, byte[]> written) {
    this.folder = folder;
    this.written = written;
  }

  Path folder() {
    return folder;
  }

  QueueDirectory directory() {
    return new QueueRoot(folder.resolve("queues")).queue(ShipperRig.AGENT);
  }

  static DamagedQueue write(Path folder) throws IOException {
    QueueRoot root = new QueueRoot(folder.resolve("queues"));
    QueueDirectory queue = root.queue(ShipperRig.AGENT);
    for (int journal = 0; journal < 2; journal++) {
      append(queue);
    }
    for (JournalDirectory journal : queue.journals()) {
      try (CheckpointFile file = CheckpointFile.open(journal)) {
        file.write(Checkpoint.at(journal.id(), SETTLED - 5));
        file.write(Checkpoint.at(journal.id(), SETTLED));
      }
    }
    JournalDirectory first = queue.journals().get(0);
    DurableFiles.createFolders(queue.deadLetters());
    Path letter = queue.deadLetters().resolve(first.id() + "-3.json");
    Files.writeString(
        letter,
        "{\"entry_id\": \"" + first.id() + ":3\", \"entry\": {\"n\": 3}, \"status\": 200,"
            + " \"server_error\": \"no\", \"refused_at\": \"2026-11-22T09:00:00Z\", \"attempts\": 1}");
    DurableFiles.restrict(letter);
    return new DamagedQueue(folder, Map.of());
  }

  private static void append(QueueDirectory queue) {
    AppendLimits limits =
        AppendLimits.DEFAULT.withDiskFreeMin(0).withCycleBytes(12L * PAYLOAD_BYTES);
    QueueAppender appender =
        new QueueAppender(queue, ShipperRig.AGENT, "test", limits, EpochClock.system());
    for (int i = 0; i < ENTRIES; i++) {
      String text =
          "{\"request_id\":\"r-" + i + "\",\"path\":\"" + "x".repeat(PAYLOAD_BYTES) + "\"}";
      byte[] payload = text.getBytes(StandardCharsets.UTF_8);
      byte[] entry = new byte[Envelope.HEADER_BYTES + payload.length];
      System.arraycopy(payload, 0, entry, Envelope.HEADER_BYTES, payload.length);
      if (appender.append(entry, payload.length, 1, null) != i) {
        throw new AssertionError("entry " + i + " was not appended");
      }
    }
    appender.close();
  }

  /** The same queue once more, its files without most of the zeros at their ends. */
  DamagedQueue copy(Path target) throws IOException {
    Map<Path, byte[]> copied = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Path to = target.resolve(folder.relativize(file).toString());
        if (Files.isDirectory(file)) {
          DurableFiles.createFolders(to);
        } else {
          byte[] bytes = withoutZeros(Files.readAllBytes(file));
          DurableFiles.write(to, bytes);
          copied.put(to, bytes);
        }
      }
    }
    return new DamagedQueue(target, copied);
  }

  private static byte[] withoutZeros(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOf(bytes, Math.min(bytes.length, Math.max(end + ZEROS_KEPT, 8_192)));
  }

  void delete() throws IOException {
    DurableFiles.deleteRecursively(folder);
  }

  /** Flips a byte of a file or cuts it off; says what it did. */
  String harm(SplittableRandom random) throws IOException {
    List<Path> files = new ArrayList<>(written.keySet().stream()
        .filter(file -> written.get(file).length > 0)
        .sorted()
        .toList());
    Path file = files.get(random.nextInt(files.size()));
    int place = random.nextInt(written.get(file).length);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      if (random.nextInt(3) == 0) {
        bytes.setLength(place);
        return file + " cut off at " + place;
      }
      int mask = 1 + random.nextInt(255);
      bytes.seek(place);
      bytes.write(written.get(file)[place] ^ mask);
      return file + " flipped at " + place + " by " + mask;
    }
  }

  /** The entries whose bytes are not what they were, by journal. */
  Map<JournalDirectory, SequenceSet> hit() throws IOException {
    Map<JournalDirectory, SequenceSet> hit = new HashMap<>();
    for (JournalDirectory journal : directory().journals()) {
      SequenceSet sequences = new SequenceSet();
      for (Path file : written.keySet()) {
        if (file.startsWith(journal.chronicle()) && file.toString().endsWith(".cq4")) {
          byte[] now = Files.readAllBytes(file);
          each(written.get(file), (sequence, from, to) -> {
            if (now.length < to || !Arrays.equals(written.get(file), from, to, now, from, to)) {
              sequences.add(new SequenceRange(sequence, sequence));
            }
          });
        }
      }
      hit.put(journal, sequences);
    }
    return hit;
  }

  /** Whether one of the slots that held a position is not what it was. */
  boolean checkpointHit() throws IOException {
    for (JournalDirectory journal : directory().journals()) {
      byte[] before = written.get(journal.checkpointFile());
      byte[] now = Files.readAllBytes(journal.checkpointFile());
      for (int slot : new int[] {0, 4096}) {
        if (now.length < slot + 512
            || !Arrays.equals(before, slot, slot + 512, now, slot, slot + 512)) {
          return true;
        }
      }
    }
    return false;
  }

  @FunctionalInterface
  private interface Place {
    void entry(long sequence, int from, int to);
  }

  private static void each(byte[] file, Place place) {
    ByteBuffer numbers = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = "GT8J".getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at + Envelope.HEADER_BYTES <= file.length; at++) {
      if (Arrays.equals(file, at, at + magic.length, magic, 0, magic.length)) {
        int end = at + Envelope.HEADER_BYTES + numbers.getInt(at + 32);
        place.entry(numbers.getLong(at + 8), at, end);
        at = end - 1;
      }
    }
  }
}
