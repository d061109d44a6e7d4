package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.tail.CycleHeads;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was appended, and the invariants: no checkpoint passes an entry that is neither acknowledged nor
 * in a dead letter nor in the ledger; none moves backwards; nothing that is not settled is removed; the
 * sums are right.
 */
final class ModelTruth {
  private static final Pattern LEDGER_RANGE = Pattern.compile(
      "\"journal_id\":\"([^\"]+)\",\"first\":(\\d+),\"last\":(\\d+),\"reason\":\"([^\"]+)\"");

  private record Entry(String content, String kind) {
    boolean isFine() {
      return kind.equals("fine");
    }
  }

  private final ModelServer server;
  private final Map<UUID, List<Entry>> appended = new LinkedHashMap<>();
  private final Map<UUID, Long> checkpoints = new HashMap<>(); // none may be lower than this
  private final Map<UUID, Long> checked = new HashMap<>(); // all below this is settled
  private final Map<UUID, Long> found = new HashMap<>(); // by the shipper that lives, as it began
  private Set<String> letters = Set.of();
  private Set<String> ledger = Set.of();

  ModelTruth(ModelServer server) {
    this.server = server;
  }

  void appended(UUID journal, long sequence, String content, String kind) {
    List<Entry> entries = appended.computeIfAbsent(journal, id -> new ArrayList<>());
    assertThat(sequence).as("sequences have no gaps").isEqualTo(entries.size());
    entries.add(new Entry(content, kind));
  }

  /** A shipper begins with what it finds. */
  void shipperStarts(QueueDirectory queue) throws IOException {
    found.clear();
    for (JournalDirectory journal : queue.journals()) {
      Checkpoint checkpoint = CheckpointFile.peek(journal);
      if (checkpoint != null) {
        found.put(journal.id(), checkpoint.firstUnsettled());
      }
    }
  }

  /**
   * After a power failure a checkpoint may be an older one, but none older than what the shipper has
   * written down itself; what it found may have been in memory only.
   *
   * @param shipper null if none was alive
   */
  void powerLost(QueueLane shipper) {
    checkpoints.clear();
    checked.clear();
    if (shipper == null) {
      return;
    }
    for (JournalLane lane : shipper.journals().open()) {
      long written = lane.checkpoint().firstUnsettled();
      UUID journal = lane.directory().id();
      if (!lane.checkpoint().isBehind() && written > found.getOrDefault(journal, 0L)) {
        checkpoints.put(journal, written);
      }
    }
  }

  /**
   * Compares all that is on disk, and what a living shipper knows, with the truth.
   *
   * @param shipper null while it is dead
   */
  void check(QueueDirectory queue, QueueLane shipper) throws IOException {
    readLetters(queue);
    readLedger(queue);
    assertThat(server.table().keySet()).as("entries nobody appended").allMatch(this::isAppended);
    Map<UUID, JournalDirectory> present = new HashMap<>();
    queue.journals().forEach(journal -> present.put(journal.id(), journal));
    for (Map.Entry<UUID, List<Entry>> each : appended.entrySet()) {
      JournalDirectory journal = present.get(each.getKey());
      if (journal == null) {
        assertSettled(each.getKey(), 0, each.getValue().size() - 1L, "removed");
      } else {
        checkDisk(journal, each.getValue().size());
      }
    }
    if (shipper != null) {
      shipper.journals().open().forEach(this::checkMemory);
    }
  }

  private void checkDisk(JournalDirectory journal, long end) throws IOException {
    Checkpoint checkpoint = CheckpointFile.peek(journal);
    assertThat(checkpoint).as("checkpoint of " + journal.id()).isNotNull();
    long first = checkpoint.firstUnsettled();
    assertThat(first)
        .as("checkpoint never backwards")
        .isBetween(checkpoints.getOrDefault(journal.id(), 0L), end);
    assertSettled(
        journal.id(), checked.getOrDefault(journal.id(), 0L), first - 1, "passed on disk");
    for (SequenceRange range : checkpoint.settledBeyond()) {
      assertSettled(journal.id(), range.first(), range.last(), "beyond the checkpoint");
    }
    checkpoints.put(journal.id(), first);
    checked.put(journal.id(), first);
    List<Path> files = CycleHeads.of(journal);
    long oldest = files.isEmpty() ? CycleHeads.NONE : CycleHeads.firstSequence(files.get(0));
    assertThat(oldest)
        .as("oldest entry on disk, none unsettled removed")
        .isLessThanOrEqualTo(first);
  }

  /** What memory takes for settled is so, and {@code appended = settled in some way + backlog}. */
  private void checkMemory(JournalLane lane) {
    UUID journal = lane.directory().id();
    if (!appended.containsKey(journal)) {
      return; // its birth was under way when its writer died
    }
    long end = appended.get(journal).size();
    long acknowledged = 0;
    long lettered = 0;
    long lost = 0;
    long next = 0;
    List<SequenceRange> unsettled = new ArrayList<>(lane.checkpoint().unsettledBelow(end));
    unsettled.add(new SequenceRange(end, end));
    for (SequenceRange gap : unsettled) {
      for (long sequence = next; sequence < gap.first(); sequence++) {
        String id = journal + ":" + sequence;
        acknowledged += server.hasAcknowledged(id) ? 1 : 0;
        lettered += !server.hasAcknowledged(id) && letters.contains(id) ? 1 : 0;
        lost += !server.hasAcknowledged(id) && !letters.contains(id) && ledger.contains(id) ? 1 : 0;
      }
      next = gap.last() + 1;
    }
    assertThat(acknowledged + lettered + lost + lane.depth().backlog())
        .as(
            "acknowledged %d + dead letters %d + ledger %d + backlog %d of %s",
            acknowledged, lettered, lost, lane.depth().backlog(), journal)
        .isEqualTo(end);
  }

  private void assertSettled(UUID journal, long first, long last, String how) {
    for (long sequence = first; sequence <= last; sequence++) {
      assertThat(isSettled(journal + ":" + sequence))
          .as("%s:%d is %s and not settled", journal, sequence, how)
          .isTrue();
    }
  }

  private boolean isSettled(String id) {
    return server.hasAcknowledged(id) || letters.contains(id) || ledger.contains(id);
  }

  /** Whether nothing is left to do. */
  boolean isAllSettled(QueueDirectory queue) throws IOException {
    readLetters(queue);
    readLedger(queue);
    return appended.entrySet().stream().allMatch(each -> {
      for (int sequence = 0; sequence < each.getValue().size(); sequence++) {
        if (!isSettled(each.getKey() + ":" + sequence)) {
          return false;
        }
      }
      return true;
    });
  }

  /** At the end: everything is in the table with what was appended, a letter or in the ledger. */
  void checkEnd() {
    appended.forEach((journal, entries) -> {
      for (int sequence = 0; sequence < entries.size(); sequence++) {
        String id = journal + ":" + sequence;
        Entry entry = entries.get(sequence);
        String stored = server.table().get(id);
        assertThat(stored == null || stored.equals(entry.content()))
            .as("content of " + id)
            .isTrue();
        assertThat(stored != null || letters.contains(id) || ledger.contains(id))
            .as(id + " is missing")
            .isTrue();
        assertThat(letters.contains(id) && entry.isFine() && !server.hasRefused(id))
            .as(id + " was never refused and has a dead letter")
            .isFalse();
      }
    });
  }

  private boolean isAppended(String id) {
    int colon = id.lastIndexOf(':');
    List<Entry> entries = appended.get(UUID.fromString(id.substring(0, colon)));
    return entries != null && Long.parseLong(id.substring(colon + 1)) < entries.size();
  }

  private void readLetters(QueueDirectory queue) throws IOException {
    letters = new HashSet<>();
    if (!Files.isDirectory(queue.deadLetters())) {
      return;
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(queue.deadLetters(), "[!.]*.json")) {
      for (Path file : files) {
        String name = file.getFileName().toString().replace(".json", "");
        int dash = name.lastIndexOf('-');
        String id = name.substring(0, dash) + ":" + name.substring(dash + 1);
        if (Files.readString(file).contains("\"entry_id\":\"" + id + "\"")) {
          letters.add(id);
        }
      }
    }
  }

  private void readLedger(QueueDirectory queue) throws IOException {
    ledger = new HashSet<>();
    if (!Files.exists(queue.ledgerFile())) {
      return;
    }
    for (String line : Files.readAllLines(queue.ledgerFile())) {
      Matcher range = LEDGER_RANGE.matcher(line);
      if (range.find()) {
        assertThat(range.group(4)).as("why entries are lost: %s", line).isEqualTo("drop_oldest");
        long last = Long.parseLong(range.group(3));
        for (long sequence = Long.parseLong(range.group(2)); sequence <= last; sequence++) {
          ledger.add(range.group(1) + ":" + sequence);
        }
      }
    }
  }
}
