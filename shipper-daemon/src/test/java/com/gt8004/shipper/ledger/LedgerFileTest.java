package com.gt8004.shipper.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.sdk.queue.Ledger;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.shipper.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {
  private static final UUID JOURNAL = UUID.fromString("01a203e8-09b0-7276-b464-f25aad96a7ca");
  private static final UUID OTHER = UUID.fromString("01a203e8-09b0-7276-b464-f25aad96a7cb");

  @TempDir
  Path folder;

  private QueueDirectory queue;

  @BeforeEach
  void setUp() {
    queue = new QueueDirectory(folder);
  }

  @Test
  void add_isWhatTheLoggerReads() throws IOException {
    open().add(JOURNAL, new SequenceRange(100, 163), LossReason.DROP_OLDEST, null);
    assertThat(Files.readString(queue.ledgerFile()))
        .isEqualTo("{\"journal_id\":\"" + JOURNAL + "\",\"first\":100,\"last\":163,"
            + "\"reason\":\"drop_oldest\",\"at\":\"2026-11-22T09:00:00Z\"}\n");
    assertThat(Ledger.holds(queue, JOURNAL, 99)).isFalse();
    assertThat(Ledger.holds(queue, JOURNAL, 100)).isTrue();
    assertThat(Ledger.holds(queue, JOURNAL, 163)).isTrue();
    assertThat(Ledger.holds(queue, JOURNAL, 164)).isFalse();
    assertThat(Ledger.holds(queue, OTHER, 100)).isFalse();
  }

  @Test
  void add_writesDownOnlyWhatIsNew() throws IOException {
    LedgerFile ledger = open();
    assertThat(ledger.add(JOURNAL, new SequenceRange(10, 19), LossReason.DAMAGED, "page 3"))
        .isEqualTo(10);
    assertThat(ledger.add(JOURNAL, new SequenceRange(10, 19), LossReason.DAMAGED, "page 3"))
        .isZero();
    assertThat(open().add(JOURNAL, new SequenceRange(5, 24), LossReason.DAMAGED, null))
        .as("after a restart too")
        .isEqualTo(10);
    assertThat(Files.readAllLines(queue.ledgerFile())).hasSize(3);
    assertThat(open().of(JOURNAL)).containsExactly(new SequenceRange(5, 24));
    assertThat(open().of(OTHER)).isEmpty();
  }

  @Test
  void tornLastLine_isPassedOverAndDoesNotSwallowTheNext() throws IOException {
    open().add(JOURNAL, new SequenceRange(0, 9), LossReason.GONE, null);
    Files.writeString(
        queue.ledgerFile(),
        "{\"journal_id\":\"" + JOURNAL + "\",\"first\":10,\"la",
        StandardOpenOption.APPEND);
    assertThat(open().of(JOURNAL)).containsExactly(new SequenceRange(0, 9));
    open().add(JOURNAL, new SequenceRange(50, 59), LossReason.GONE, null);
    assertThat(open().of(JOURNAL))
        .containsExactly(new SequenceRange(0, 9), new SequenceRange(50, 59));
    assertThat(Ledger.holds(queue, JOURNAL, 55)).isTrue();
    assertThat(Ledger.holds(queue, JOURNAL, 10)).isFalse();
  }

  @Test
  void junk_isPassedOver() throws IOException {
    Files.write(queue.ledgerFile(), new byte[] {(byte) 0xff, 0, '\n', '{', '}', '\n', '[', '\n'});
    LedgerFile ledger = open();
    ledger.add(JOURNAL, new SequenceRange(1, 1), LossReason.DISCARDED, null);
    assertThat(open().of(JOURNAL)).containsExactly(new SequenceRange(1, 1));
  }

  @Test
  void removed_leavesASummaryThatIsNoLoss() throws IOException {
    LedgerFile ledger = open();
    ledger.add(JOURNAL, new SequenceRange(3, 4), LossReason.DROP_OLDEST, null);
    ledger.removed(JOURNAL, 1_000);
    assertThat(Files.readAllLines(queue.ledgerFile()).get(1))
        .isEqualTo("{\"journal_id\":\"" + JOURNAL + "\",\"end\":1000,\"lost\":2,"
            + "\"reason\":\"removed\",\"at\":\"2026-11-22T09:00:00Z\"}");
    assertThat(open().of(JOURNAL)).isEmpty();
    assertThat(Ledger.holds(queue, JOURNAL, 3)).as("what was lost stays lost").isTrue();
    assertThat(Ledger.holds(queue, JOURNAL, 5)).isFalse();
  }

  @Test
  void add_thatFailsNotesNothing() throws IOException {
    LedgerFile ledger = open();
    Files.createDirectory(queue.ledgerFile());
    assertThatThrownBy(
            () -> ledger.add(JOURNAL, new SequenceRange(0, 9), LossReason.DROP_OLDEST, null))
        .isInstanceOf(IOException.class);
    assertThat(ledger.of(JOURNAL)).isEmpty();
  }

  private LedgerFile open() throws IOException {
    return LedgerFile.open(queue, new ManualClock());
  }
}
