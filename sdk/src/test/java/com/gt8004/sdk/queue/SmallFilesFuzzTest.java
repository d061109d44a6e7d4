package com.gt8004.sdk.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small files of a queue with bytes changed, cut and added: refused in an orderly way, or read. */
class SmallFilesFuzzTest {
  private static final UUID ID = UUID.fromString("0190a000-0000-7000-8000-000000000001");

  @TempDir
  Path folder;

  @Test
  void checkpoint_isTheOldOneOrNone() throws Exception {
    JournalDirectory journal = new JournalDirectory(folder, 1, ID);
    Files.write(journal.checkpointFile(), CheckpointFile.initial(ID));
    try (CheckpointFile file = CheckpointFile.open(journal)) {
      file.write(Checkpoint.at(ID, 5));
    }
    byte[] whole = Files.readAllBytes(journal.checkpointFile());
    Fuzz.cases(100, 20_000, random -> {
      write(journal.checkpointFile(), whole, random);
      assertThat(CheckpointFile.peek(journal))
          .isIn(Checkpoint.at(ID, 5), Checkpoint.at(ID, 0), null);
    });
  }

  @Test
  void ledger_neverThrowsAndHoldsNoMoreThanItSays() {
    QueueDirectory queue = new QueueDirectory(folder);
    String line = "{\"journal_id\":\"" + ID
        + "\",\"first\":10,\"last\":19,\"reason\":\"damaged\",\"at\":\"2026-11-22T09:00:00Z\"}\n";
    Fuzz.cases(100, 20_000, random -> {
      write(queue.ledgerFile(), line.repeat(3).getBytes(StandardCharsets.UTF_8), random);
      assertThat(Ledger.holds(queue, UUID.randomUUID(), 15)).isFalse();
      boolean unused = Ledger.holds(queue, ID, 15);
    });
    assertThat(Files.exists(queue.ledgerFile())).isTrue();
  }

  @Test
  void descriptors_areReadOrRefusedWithTheFilesName() {
    JournalDirectory journal = new JournalDirectory(folder, 1, ID);
    String json = """
        {"format_version": 1, "pid": 7, "host": "h", "boot_id": "b", "writer_version": "w",
         "agent_id": "a", "created_at": "2026-11-22T15:37:47Z"}
        """;
    Fuzz.cases(100, 20_000, random -> {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      write(journal.descriptorFile(), bytes, random);
      readOrRefuse(journal.descriptorFile(), () -> JournalDescriptor.read(journal));
      write(folder.resolve("queue.json"), bytes, random);
      readOrRefuse(folder.resolve("queue.json"), () -> new QueueDirectory(folder).descriptor());
    });
  }

  private interface Reading {
    Object read() throws IOException;
  }

  private static void readOrRefuse(Path file, Reading reading) {
    try {
      assertThat(reading.read()).isNotNull();
    } catch (IOException refused) {
      assertThat(refused).hasMessageContaining(file.toString());
    }
  }

  private static void write(Path file, byte[] original, SplittableRandom random)
      throws IOException {
    byte[] bytes = original.clone();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(Math.max(1, bytes.length));
      if (random.nextInt(4) == 0) {
        bytes = Arrays.copyOf(bytes, at);
      } else if (bytes.length > 0) {
        bytes[at] = (byte) random.nextInt(256);
      }
    }
    Files.write(file, bytes);
  }
}
