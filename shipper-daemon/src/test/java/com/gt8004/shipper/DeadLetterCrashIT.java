package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.shipper.batch.RequestBody;
import com.gt8004.shipper.send.SendOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shipper that dies around the making of a dead letter. */
class DeadLetterCrashIT {
  private static final int ENTRIES = 20;

  /** In the first batch; the server names it in its answer. */
  private static final int REJECTED = 3;

  /** In the second batch; the server refuses every request that holds it. */
  private static final int POISON = 14;

  @TempDir
  Path folder;

  @Test
  void deathBeforeALetter_makesItAtTheNextStart() throws Exception {
    assertThat(lettersAfterDeathAt("shipper.before-dead-letter")).isEmpty();
  }

  @Test
  void deathAfterALetter_makesNoOther() throws Exception {
    assertThat(lettersAfterDeathAt("shipper.after-dead-letter:2")).hasSize(2);
  }

  @Tag("torture")
  @ParameterizedTest
  @ValueSource(strings = {"shipper.before-dead-letter:2", "shipper.after-dead-letter"})
  void deathElsewhere_losesNothing(String point) throws Exception {
    assertThat(lettersAfterDeathAt(point)).hasSize(1);
  }

  /** Names of the letters that the death left; a second shipper then ends the work. */
  private List<String> lettersAfterDeathAt(String point) throws Exception {
    JournalDirectory journal;
    try (ShipperRig rig = new ShipperRig(folder)) {
      journal = rig.append(ENTRIES);
    }
    die(point);
    try (ShipperRig rig = new ShipperRig(folder)) {
      List<String> left = letters(rig);
      for (int sequence = 0; sequence < rig.checkpoint(journal); sequence++) {
        boolean letter = left.contains(journal.id() + "-" + sequence + ".json");
        assertThat(letter)
            .as("the checkpoint passed %d", sequence)
            .isEqualTo(sequence == REJECTED || sequence == POISON);
      }
      Set<String> stored = new HashSet<>();
      rig.ingest.always(body -> answer(body, stored));
      rig.settle().after(ShipperRig.SECOND);
      assertThat(letters(rig))
          .containsExactlyInAnyOrder(
              journal.id() + "-" + REJECTED + ".json", journal.id() + "-" + POISON + ".json");
      assertThat(rig.checkpoint(journal)).isEqualTo(ENTRIES);
      assertThat(stored).doesNotContain(journal.id() + ":" + REJECTED, journal.id() + ":" + POISON);
      return left;
    }
  }

  private static List<String> letters(ShipperRig rig) throws IOException {
    Path dead = rig.queueDirectory().deadLetters();
    if (!Files.isDirectory(dead)) {
      return List.of();
    }
    try (var files = Files.list(dead)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static SendOutcome answer(RequestBody body, Set<String> stored) {
    List<String> ids = FakeIngestClient.entryIds(body);
    if (ids.stream().anyMatch(id -> id.endsWith(":" + POISON))) {
      return new SendOutcome.EntryFault(400, "http://ingest answered 400: odd");
    }
    for (int i = 0; i < ids.size(); i++) {
      if (ids.get(i).endsWith(":" + REJECTED)) {
        return FakeIngestClient.rejecting(body, i, "odd");
      }
    }
    stored.addAll(ids);
    return FakeIngestClient.accepted(body);
  }

  private void die(String point) throws IOException, InterruptedException {
    DyingProcess.run(folder, point, Shipping.class);
  }

  /** The shipper that dies. */
  static final class Shipping {
    public static void main(String[] args) {
      try (ShipperRig rig = new ShipperRig(Path.of(args[0]))) {
        rig.ingest.always(body -> answer(body, new HashSet<>()));
        for (int round = 0; round < 100; round++) {
          rig.after(ShipperRig.SECOND); // each checkpoint reaches the disk
        }
      }
    }
  }
}
