package com.gt8004.sdk.queue.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Bytes of each format version that was ever written, as committed: every build reads them. */
class GoldenFilesTest {
  private static final Path VERSION_1 = Path.of("..", "docs", "queue-format", "v1");
  private static final UUID ID = UUID.fromString("01a203e8-09b0-7276-b464-f25aad96a7ca");

  @Test
  void envelope() throws IOException {
    byte[] golden = Files.readAllBytes(VERSION_1.resolve("envelope.bin"));
    CRC32C crc = new CRC32C();
    assertThat(Envelope.check(golden, golden.length, crc)).isEqualTo(Envelope.Check.GOOD);
    TailedEntry entry = new TailedEntry();
    System.arraycopy(golden, 0, entry.room(golden.length), 0, golden.length);
    assertThat(entry.sequence()).isEqualTo(7);
    assertThat(entry.appendMicros()).isEqualTo(1_795_338_000_124_456L);
    assertThat(entry.eventMicros()).isEqualTo(1_795_338_000_123_456L);
    assertThat(entry.payloadText()).isEqualTo("{\"request_id\":\"r-1\"}");
    byte[] written = golden.clone();
    Envelope.seal(written, 20, 7, entry.appendMicros(), entry.eventMicros(), crc);
    assertThat(written).as("this build writes the same").isEqualTo(golden);
  }

  @Test
  void checkpoint() throws IOException {
    JournalDirectory journal = new JournalDirectory(VERSION_1, 1, ID);
    assertThat(CheckpointFile.peek(journal))
        .isEqualTo(new Checkpoint(
            ID, 1_000, List.of(new SequenceRange(1_002, 1_005), new SequenceRange(1_010, 1_010))));
  }

  @Test
  void journal() throws IOException {
    Path folder = VERSION_1.resolve("1795375867565-" + ID);
    JournalDirectory journal = JournalDirectory.parse(folder);
    assertThat(journal).isNotNull();
    assertThat(CheckpointFile.peek(journal)).isEqualTo(Checkpoint.at(ID, 0));
    try (JournalTailer tailer = JournalTailer.open(journal)) {
      assertThat(tailer.endSequence()).isEqualTo(3);
      TailedEntry entry = new TailedEntry();
      for (int i = 0; i < 3; i++) {
        assertThat(tailer.read(entry)).isEqualTo(TailStatus.ENTRY);
        assertThat(entry.payloadText()).isEqualTo("{\"request_id\":\"r-" + i + "\"}");
      }
      assertThat(tailer.read(entry)).isEqualTo(TailStatus.NOTHING_NEW);
    }
  }
}
