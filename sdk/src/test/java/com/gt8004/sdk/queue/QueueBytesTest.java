package com.gt8004.sdk.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.append.AppendLimits;
import com.gt8004.sdk.queue.append.QueueAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the blocks that the kernel has given, which Java cannot ask for but {@code stat} can. */
class QueueBytesTest {
  private static final long TOLERANCE = 256L << 10;

  @TempDir
  Path root;

  @Test
  void ofCycleFile_isWhatTheDiskHasGivenWhateverItsLength() throws Exception {
    QueueDirectory queue = new QueueDirectory(root.resolve("q"));
    byte[] entry = new byte[Envelope.HEADER_BYTES + 100_000];
    try (QueueAppender appender = appender(queue, 4L << 20)) {
      for (int i = 0; i < 100; i++) {
        assertThat(appender.append(entry, 100_000, 0, null)).isEqualTo(i);
      }
      List<Path> files = filesBelow(root, ".cq4");
      assertThat(files).hasSizeGreaterThanOrEqualTo(3);
      for (Path file : files) {
        assertThat(QueueBytes.ofCycleFile(file))
            .as(file.toString())
            .isCloseTo(blocks(file), Offset.offset(TOLERANCE))
            .isLessThanOrEqualTo(Files.size(file));
      }
      long all = 0;
      for (Path file : filesBelow(queue.journalsFolder(), "")) {
        all += blocks(file);
      }
      assertThat(QueueBytes.ofQueue(queue))
          .isCloseTo(all, Offset.offset(files.size() * TOLERANCE))
          .isEqualTo(QueueBytes.ofJournal(queue.journals().get(0)));
    }
  }

  @Test
  void ofCycleFile_isTheLengthWhereNoPositionCanBeRead() throws IOException {
    Path zeros = Files.write(root.resolve("zeros.cq4"), new byte[300_000]);
    Path noise = Files.writeString(
        root.resolve("noise.cq4"), "writePosition".repeat(30), StandardCharsets.US_ASCII);
    Path cut = Files.writeString(root.resolve("cut.cq4"), "writePosition");
    assertThat(QueueBytes.ofCycleFile(zeros)).isEqualTo(300_000);
    assertThat(QueueBytes.ofCycleFile(noise)).isEqualTo(Files.size(noise));
    assertThat(QueueBytes.ofCycleFile(cut)).isEqualTo(13);
    assertThat(QueueBytes.ofCycleFile(Files.createFile(root.resolve("empty.cq4"))))
        .isZero();
  }

  @Test
  void whatVanishes_countsAsNothing() {
    assertThat(QueueBytes.ofCycleFile(root.resolve("gone.cq4"))).isZero();
    assertThat(QueueBytes.ofQueue(new QueueDirectory(root.resolve("gone")))).isZero();
  }

  @Test
  void ofQueue_isCountedInAnInterruptedThread() throws IOException {
    QueueDirectory queue = new QueueDirectory(root.resolve("q"));
    try (QueueAppender appender = appender(queue, 64L << 20)) {
      appender.append(new byte[Envelope.HEADER_BYTES + 10], 10, 0, null);
      long before = QueueBytes.ofQueue(queue);
      Thread.currentThread().interrupt();
      long bytes = QueueBytes.ofQueue(queue);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(bytes).isEqualTo(before).isGreaterThan(QueueBytes.JOURNAL_OVERHEAD);
    }
  }

  private static QueueAppender appender(QueueDirectory queue, long cycleBytes) {
    AppendLimits limits = AppendLimits.DEFAULT.withDiskFreeMin(0).withCycleBytes(cycleBytes);
    return new QueueAppender(queue, "q", "test", limits, EpochClock.system());
  }

  private static List<Path> filesBelow(Path folder, String suffix) throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }

  private static long blocks(Path file) throws IOException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return Long.parseLong(blocks.strip()) * 512;
  }
}
