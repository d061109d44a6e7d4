package com.gt8004.shipper.ledger;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.sdk.queue.CrashPoint;
import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.SequenceSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger of a queue, for its shipper. One JSON object a line:
 *
 * <pre>
 *   {"journal_id", "first", "last", "reason", "detail"?, "at"}   entries that will not be delivered
 *   {"journal_id", "end", "lost", "reason": "removed", "at"}     a journal that was removed
 * </pre>
 *
 * <p>What {@link #add} returned from survives a power failure, and only then may the checkpoint pass
 * it. A range is written down once: after a crash between ledger and checkpoint the shipper may say it
 * again, and adds no line. Not thread-safe: owned by the shipping thread.
 */
public final class LedgerFile {
  private static final Logger log = LoggerFactory.getLogger(LedgerFile.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String REMOVED = "removed";

  private final Path file;
  private final EpochClock clock;
  private final Map<UUID, SequenceSet> lost = new HashMap<>();
  private final Map<LossReason, Long> added = new EnumMap<>(LossReason.class);

  private LedgerFile(Path file, EpochClock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Reads what is there, and makes it durable; a line that is not whole is passed over. */
  public static LedgerFile open(QueueDirectory queue, EpochClock clock) throws IOException {
    LedgerFile ledger = new LedgerFile(queue.ledgerFile(), clock);
    if (Files.exists(ledger.file)) {
      ledger.force();
      ledger.read();
    }
    return ledger;
  }

  /**
   * A shipper that was killed may have left its last line in memory only. What is read is passed by
   * checkpoints, so it must survive a power failure as what {@link #add} wrote does.
   */
  private void force() throws IOException {
    try (FileChannel channel = FileChannel.open(file, WRITE)) {
      channel.force(true);
    }
    DurableFiles.forceDirectory(file.resolveSibling("."));
  }

  private void read() throws IOException {
    CharsetDecoder lenient = StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .onUnmappableCharacter(CodingErrorAction.REPLACE);
    try (BufferedReader lines =
        new BufferedReader(new java.io.InputStreamReader(Files.newInputStream(file), lenient))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line);
      }
    }
  }

  private void take(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      UUID journalId = UUID.fromString(node.path("journal_id").asText());
      if (REMOVED.equals(node.path("reason").asText())) {
        lost.remove(journalId);
      } else {
        note(
            journalId,
            new SequenceRange(node.path("first").asLong(-1), node.path("last").asLong(-1)));
      }
    } catch (JacksonException | IllegalArgumentException notALine) {
      log.debug("{}: passed over '{}'", file, line);
    }
  }

  private void note(UUID journalId, SequenceRange range) {
    lost.computeIfAbsent(journalId, id -> new SequenceSet()).add(range);
  }

  /** The ranges of a journal that are lost, ascending and apart: its checkpoint may pass them. */
  public List<SequenceRange> of(UUID journalId) {
    SequenceSet ranges = lost.get(journalId);
    return ranges == null ? List.of() : ranges.all();
  }

  /**
   * Notes that these entries will not be delivered. Durable on return; what is noted already is not
   * noted twice.
   *
   * @param detail more on why, for people; null if there is nothing to say
   * @return how many entries were not in the ledger before
   */
  public long add(UUID journalId, SequenceRange range, LossReason reason, @Nullable String detail)
      throws IOException {
    SequenceSet known = lost.get(journalId);
    List<SequenceRange> gaps = known == null ? List.of(range) : known.gapsIn(range);
    StringBuilder lines = new StringBuilder();
    for (SequenceRange gap : gaps) {
      ObjectNode line = JSON.createObjectNode()
          .put("journal_id", journalId.toString())
          .put("first", gap.first())
          .put("last", gap.last())
          .put("reason", reason.text());
      if (detail != null) {
        line.put("detail", detail);
      }
      lines.append(line.put("at", clock.now().toString())).append('\n');
    }
    if (!gaps.isEmpty()) {
      CrashPoint.reach("shipper.before-ledger");
      append(lines.toString());
      CrashPoint.reach("shipper.after-ledger");
    }
    gaps.forEach(gap -> note(journalId, gap));
    long entries = gaps.stream().mapToLong(SequenceRange::count).sum();
    added.merge(reason, entries, Long::sum);
    return entries;
  }

  /** Entries that were noted for this reason since the ledger was opened. */
  public long added(LossReason reason) {
    return added.getOrDefault(reason, 0L);
  }

  /**
   * Notes that a journal, all of it settled, is about to be removed. Durable on return.
   *
   * @param end one past its last sequence
   */
  public void removed(UUID journalId, long end) throws IOException {
    long lostEntries = of(journalId).stream().mapToLong(SequenceRange::count).sum();
    append(JSON.createObjectNode()
            .put("journal_id", journalId.toString())
            .put("end", end)
            .put("lost", lostEntries)
            .put("reason", REMOVED)
            .put("at", clock.now().toString())
        + "\n");
    lost.remove(journalId);
  }

  private void append(String lines) throws IOException {
    boolean created = !Files.exists(file);
    try (FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE)) {
      if (created) {
        DurableFiles.restrict(file);
      }
      long before = channel.size();
      boolean whole = false;
      try {
        // A crash may have left the last line without its end: it must not swallow this one.
        String text = endsALine(channel, before) ? lines : "\n" + lines;
        write(channel, StandardCharsets.UTF_8.encode(text), before);
        channel.force(false);
        whole = true;
      } finally {
        if (!whole) {
          channel.truncate(before); // what was not noted durably must not be read as noted
        }
      }
    }
    if (created) {
      DurableFiles.forceDirectory(file.resolveSibling("."));
    }
  }

  private static boolean endsALine(FileChannel channel, long size) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return size == 0 || (channel.read(last, size - 1) == 1 && last.get(0) == '\n');
  }

  private static void write(FileChannel channel, ByteBuffer bytes, long from) throws IOException {
    long offset = from;
    while (bytes.hasRemaining()) {
      offset += channel.write(bytes, offset);
    }
  }
}
