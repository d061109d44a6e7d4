package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One queue as seen from outside: what lies on disk, and what the shipper that holds it says, if one
 * does and answers. Reading it changes nothing and takes time by journals, not by entries. Immutable.
 *
 * @param agentId null if queue.json cannot be read
 * @param state of the shipper's view; {@link ShipperState#UNATTENDED} or {@link
 *     ShipperState#UNREACHABLE} where there is none
 * @param cause what is wrong; null if nothing is
 * @param cure what mends it; null if nothing is wrong
 * @param since when the state began; null where only the shipper would know
 * @param backlogEntries entries on disk that are not settled
 * @param backlogBytesEstimate of their payloads, from the first few
 * @param lagSeconds age of the oldest of them by append time; 0 if there is none
 * @param diskFreeBytes what this user may still write
 * @param holder the shipper; null if there is none
 * @param live what it says; null if nothing
 */
public record QueueStatus(
    String name,
    @Nullable String agentId,
    Path path,
    ShipperState state,
    @Nullable String cause,
    @Nullable String cure,
    @Nullable Instant since,
    long backlogEntries,
    long backlogBytesEstimate,
    double lagSeconds,
    List<Journal> journals,
    int deadLetters,
    long deadLetterBytes,
    long diskFreeBytes,
    @Nullable Holder holder,
    @Nullable Live live) {

  /** Keeps its own copy of the journals. */
  public QueueStatus {
    journals = List.copyOf(journals);
  }

  /**
   * One journal, oldest first.
   *
   * @param first oldest sequence on disk
   * @param end one past the newest
   * @param checkpoint first unsettled sequence; -1 if the checkpoint cannot be read
   * @param writerAlive whether a process holds it
   * @param trouble what keeps it from being read; null if nothing does
   */
  public record Journal(
      UUID id,
      Path path,
      long first,
      long end,
      long checkpoint,
      long backlogEntries,
      boolean writerAlive,
      @Nullable String trouble) {}

  /**
   * Who holds the queue.
   *
   * @param pid -1 if unknown
   * @param adminUrl without a slash at its end; null if unknown
   */
  public record Holder(
      long pid,
      @Nullable String host,
      @Nullable String adminUrl,
      @Nullable String startedAt) {}

  /**
   * What the holder says; counters since its start.
   *
   * @param breaker CLOSED, OPEN or HALF_OPEN
   * @param truncated accepted entries whose bodies were cut to the size that the server takes
   * @param damaged entries that were lost to damage, and are in the ledger
   * @param dropped entries that were dropped to make room, and are in the ledger
   * @param etaSeconds until the backlog is gone at the present rate; null if there is no rate
   * @param perEntry false if the receiver acknowledges batches as a whole
   * @param lastError the last thing that went wrong, however long ago; null if nothing did
   */
  public record Live(
      String ingestUrl,
      String breaker,
      double breakerRemainingSeconds,
      boolean paused,
      double ratePerSecond,
      @Nullable Long etaSeconds,
      long requests,
      long resentRequests,
      long accepted,
      long duplicates,
      long rejected,
      long expired,
      long truncated,
      long damaged,
      long dropped,
      boolean perEntry,
      @Nullable String lastError) {}

  /**
   * All queues of a root, by name.
   *
   * @throws IOException if the root cannot be read; one that does not exist has no queues
   */
  public static List<QueueStatus> of(QueueRoot root, EpochClock clock) throws IOException {
    QueueInspection inspection = new QueueInspection(clock);
    List<QueueStatus> all = new ArrayList<>();
    for (QueueDirectory queue : root.queues()) {
      all.add(inspection.of(queue));
    }
    return all;
  }

  /** One queue. */
  public static QueueStatus of(QueueDirectory queue, EpochClock clock) throws IOException {
    return new QueueInspection(clock).of(queue);
  }
}
