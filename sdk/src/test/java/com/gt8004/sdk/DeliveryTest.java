package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.append.JournalSpan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {
  @TempDir
  Path folder;

  private final UUID id = UUID.fromString("01a203e8-09b0-7276-b464-f25aad96a7ca");

  @Test
  void journalThatWasRemoved_isSettledUpToTheEndThatTheLedgerStates() throws Exception {
    QueueDirectory queue = new QueueDirectory(folder);
    JournalDirectory journal = JournalDirectory.in(queue, 1, id);
    Delivery delivery = new Delivery(queue, EpochClock.system());
    List<JournalSpan> all = List.of(new JournalSpan(journal, 10));
    assertThat(delivery.flush(all, Duration.ZERO)).as("nobody knows of it").isFalse();
    Files.write(queue.ledgerFile(), new byte[] {'{', (byte) 0xff, '\n'});
    append(queue, "\"first\":3,\"last\":4,\"reason\":\"drop_oldest\"");
    assertThat(delivery.flush(all, Duration.ZERO)).isFalse();
    append(queue, "\"end\":10,\"lost\":2,\"reason\":\"removed\"");
    assertThat(delivery.flush(all, Duration.ZERO)).isTrue();
    assertThat(delivery.flush(List.of(new JournalSpan(journal, 11)), Duration.ZERO))
        .isFalse();
    assertThat(delivery.await(journal, 2, Duration.ZERO)).isEqualTo(DeliveryState.DELIVERED);
    assertThat(delivery.await(journal, 3, Duration.ZERO)).isEqualTo(DeliveryState.LOST);
    assertThat(delivery.await(journal, 10, Duration.ZERO)).isEqualTo(DeliveryState.PENDING);
  }

  @Test
  void ledgerThatCannotBeRead_isNoReasonToCallAnEntryDelivered() throws Exception {
    QueueDirectory queue = new QueueDirectory(folder);
    JournalDirectory journal = JournalDirectory.in(queue, 1, id);
    Files.createDirectories(journal.path());
    Files.write(journal.checkpointFile(), CheckpointFile.initial(id));
    try (CheckpointFile checkpoint = CheckpointFile.open(journal)) {
      checkpoint.write(Checkpoint.at(id, 10));
    }
    Delivery delivery = new Delivery(queue, EpochClock.system());
    assertThat(delivery.await(journal, 3, Duration.ZERO)).isEqualTo(DeliveryState.DELIVERED);
    Files.createDirectory(queue.ledgerFile());
    assertThat(delivery.await(journal, 3, Duration.ZERO)).isEqualTo(DeliveryState.PENDING);
  }

  private void append(QueueDirectory queue, String members) throws Exception {
    Files.writeString(
        queue.ledgerFile(),
        "{\"journal_id\":\"" + id + "\"," + members + "}\n",
        java.nio.file.StandardOpenOption.APPEND);
  }
}
