package com.gt8004.shipper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OperatorPause;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import com.gt8004.shipper.admin.AdminClient;
import com.gt8004.shipper.deadletter.DeadLetterFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@link QueueStatus} together, for one look at the queues of a root: each admin server is asked
 * once, so that one which does not answer costs its deadline once. Not thread-safe.
 */
public final class QueueInspection {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SAMPLE = 16;

  private final EpochClock clock;
  private final Map<String, @Nullable JsonNode> answers = new HashMap<>();

  /** A look that begins now. */
  public QueueInspection(EpochClock clock) {
    this.clock = clock;
  }

  /** What the unsettled entries of one journal come to. */
  private record Depth(QueueStatus.Journal journal, long oldestMicros, double bytesPerEntry) {}

  /**
   * One queue.
   *
   * @throws IOException if it cannot be read
   */
  public QueueStatus of(QueueDirectory queue) throws IOException {
    List<QueueStatus.Journal> journals = new ArrayList<>();
    long backlog = 0;
    double bytes = 0;
    long oldestMicros = Long.MAX_VALUE;
    for (JournalDirectory journal : queue.journals()) {
      Depth depth = depthOf(journal);
      journals.add(depth.journal());
      backlog += depth.journal().backlogEntries();
      bytes += depth.journal().backlogEntries() * depth.bytesPerEntry();
      oldestMicros = Math.min(oldestMicros, depth.oldestMicros());
    }
    DeadLetterFolder letters =
        DeadLetterFolder.open(queue.deadLetters(), Integer.MAX_VALUE, Long.MAX_VALUE);
    QueueStatus.Holder holder = holderOf(queue);
    JsonNode shipper = holder == null ? null : answerOf(holder);
    JsonNode said = shipper == null ? null : named(shipper.path("queues"), queue.name());
    Condition outside = holder == null ? unattended(queue) : unreachable(holder);
    return new QueueStatus(
        queue.name(),
        agentIdOf(queue),
        queue.path(),
        said == null ? outside.state() : stateOf(said),
        said == null ? outside.cause() : text(said, "cause"),
        said == null ? outside.cure() : text(said, "cure"),
        said == null || text(said, "since") == null ? null : Instant.parse(text(said, "since")),
        backlog,
        Math.round(bytes),
        oldestMicros == Long.MAX_VALUE ? 0 : Math.max(0, clock.epochMicros() - oldestMicros) / 1e6,
        journals,
        letters.count(),
        letters.bytes(),
        Files.getFileStore(queue.path()).getUsableSpace(),
        holder,
        shipper == null || said == null ? null : live(shipper, said));
  }

  private static @Nullable String agentIdOf(QueueDirectory queue) {
    try {
      return queue.descriptor().agentId();
    } catch (IOException unreadable) {
      return null;
    }
  }

  private static Depth depthOf(JournalDirectory journal) throws IOException {
    boolean writerAlive = OwnerLock.isHeld(journal.ownerLockFile());
    try (JournalTailer tailer = JournalTailer.open(journal)) {
      Checkpoint checkpoint =
          Files.exists(journal.checkpointFile()) ? CheckpointFile.peek(journal) : null;
      long first = tailer.firstSequence();
      StoredDepth depth = StoredDepth.of(tailer, checkpoint);
      long sequence = checkpoint == null ? -1 : depth.firstUnsettled();
      Sample sample =
          depth.backlog() == 0 ? Sample.EMPTY : Sample.of(tailer, depth.firstUnsettled());
      return new Depth(
          new QueueStatus.Journal(
              journal.id(),
              journal.path(),
              first,
              depth.end(),
              sequence,
              depth.backlog(),
              writerAlive,
              sample.trouble()),
          sample.oldestMicros(),
          sample.bytesPerEntry());
    } catch (RuntimeException unreadable) { // what the library throws for files it did not write
      return new Depth(
          new QueueStatus.Journal(
              journal.id(), journal.path(), 0, 0, -1, 0, writerAlive, String.valueOf(unreadable)),
          Long.MAX_VALUE,
          0);
    }
  }

  /** The first few unsettled entries. */
  private record Sample(
      long oldestMicros, double bytesPerEntry, @Nullable String trouble) {
    static final Sample EMPTY = new Sample(Long.MAX_VALUE, 0, null);

    static Sample of(JournalTailer tailer, long from) {
      TailedEntry entry = new TailedEntry();
      long oldest = Long.MAX_VALUE;
      long bytes = 0;
      int count = 0;
      TailStatus status = tailer.seek(from) ? tailer.read(entry) : TailStatus.NOTHING_NEW;
      while (status == TailStatus.ENTRY) {
        oldest = Math.min(oldest, entry.appendMicros());
        bytes += entry.payloadLength();
        count++;
        status = count < SAMPLE ? tailer.read(entry) : TailStatus.NOTHING_NEW;
      }
      String trouble = tailer.trouble().isEmpty() ? null : tailer.trouble();
      return new Sample(
          oldest,
          count == 0 ? 0 : (double) bytes / count,
          status == TailStatus.NEWER_FORMAT ? "written in a newer format" : trouble);
    }
  }

  private static QueueStatus.@Nullable Holder holderOf(QueueDirectory queue) throws IOException {
    if (!OwnerLock.isHeld(queue.shipperLockFile())) {
      return null;
    }
    try {
      JsonNode content = JSON.readTree(OwnerLock.readContent(queue.shipperLockFile()));
      return new QueueStatus.Holder(
          content.path("pid").asLong(-1),
          text(content, "host"),
          text(content, "admin_url"),
          text(content, "started_at"));
    } catch (JsonProcessingException | IllegalStateException halfWrittenOrOurOwn) {
      return new QueueStatus.Holder(-1, null, null, null);
    }
  }

  private @Nullable JsonNode answerOf(QueueStatus.Holder holder) {
    String adminUrl = holder.adminUrl();
    if (adminUrl == null) {
      return null;
    }
    if (!answers.containsKey(adminUrl)) {
      answers.put(adminUrl, ask(adminUrl));
    }
    return answers.get(adminUrl);
  }

  private static @Nullable JsonNode ask(String adminUrl) {
    String body = AdminClient.status(adminUrl);
    try {
      return body == null ? null : JSON.readTree(body);
    } catch (JsonProcessingException notOurs) {
      return null;
    }
  }

  private static @Nullable JsonNode named(JsonNode queues, String name) {
    for (JsonNode queue : queues) {
      if (name.equals(queue.path("name").asText())) {
        return queue;
      }
    }
    return null;
  }

  private static Condition unattended(QueueDirectory queue) {
    OperatorPause pause = OperatorPause.of(queue);
    if (pause != null) {
      return new Condition(
          ShipperState.PAUSED,
          pause + "; and no shipper holds the queue",
          "gt8004 resume --queue " + queue.name() + ", and start a shipper");
    }
    return new Condition(
        ShipperState.UNATTENDED,
        "no shipper holds " + queue.path(),
        "start one: gt8004 ship --queue-root " + queue.path().getParent());
  }

  private static Condition unreachable(QueueStatus.Holder holder) {
    return new Condition(
        ShipperState.UNREACHABLE,
        "shipper " + holder.pid() + "@" + holder.host()
            + " holds the queue, but does not answer at " + holder.adminUrl(),
        "look at its log");
  }

  private static ShipperState stateOf(JsonNode said) {
    String name = text(said, "state");
    for (ShipperState state : ShipperState.values()) {
      if (state.name().equals(name)) {
        return state;
      }
    }
    return ShipperState.UNREACHABLE; // a newer shipper's state that this build has no word for
  }

  private static QueueStatus.Live live(JsonNode shipper, JsonNode said) {
    JsonNode breaker = shipper.path("breaker");
    return new QueueStatus.Live(
        shipper.path("ingest_url").asText(),
        breaker.path("state").asText(),
        breaker.path("remaining_seconds").asDouble(),
        said.path("paused").asBoolean(),
        said.path("rate_per_second").asDouble(),
        said.path("eta_seconds").isNumber() ? (Long) said.path("eta_seconds").asLong() : null,
        said.path("requests").asLong(),
        said.path("resent_requests").asLong(),
        said.path("accepted").asLong(),
        said.path("duplicates").asLong(),
        said.path("rejected").asLong(),
        said.path("expired").asLong(),
        said.path("truncated").asLong(),
        said.path("damaged").asLong(),
        said.path("dropped").asLong(),
        said.path("per_entry").asBoolean(),
        text(said, "last_error"));
  }

  private static @Nullable String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isTextual() ? value.textValue() : null;
  }
}
