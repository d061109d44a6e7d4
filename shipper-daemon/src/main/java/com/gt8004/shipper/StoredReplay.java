package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.replay.ReplayFile;
import com.gt8004.shipper.replay.ReplayRecord;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A replay that was begun and is not over: it runs, or it was interrupted and can go on.
 *
 * @param running whether a process runs it now
 * @param touchedAt when it last gave a sign of life
 * @param where its filter as it was written; null for none
 * @param keyFile file with the key of another destination than the shipper's; null for the shipper's key
 * @param total entries of its range
 * @param passed how many of them it has gone past
 */
public record StoredReplay(
    UUID id,
    boolean running,
    Instant startedAt,
    Instant touchedAt,
    URI url,
    @Nullable String where,
    @Nullable Path keyFile,
    long total,
    long passed,
    long accepted,
    long duplicates,
    long rejected) {
  /** The replays of a queue, oldest first. */
  public static List<StoredReplay> of(QueueDirectory queue) throws IOException {
    return ReplayFile.all(queue).stream().map(StoredReplay::of).toList();
  }

  private static StoredReplay of(ReplayFile.Stored stored) {
    ReplayRecord record = stored.record();
    return new StoredReplay(
        record.id(),
        stored.running(),
        record.startedAt(),
        stored.touchedAt().toInstant(),
        URI.create(record.url()),
        record.where(),
        record.keyFile(),
        record.total(),
        record.tally().passed(),
        record.tally().accepted(),
        record.tally().duplicates(),
        record.tally().rejected());
  }

  /**
   * Gives it up: what was sent stays sent, nothing more will be, and retention waits for it no more.
   *
   * @return false if a process runs it now
   * @throws NoSuchFileException if it is over
   */
  public static boolean cancel(QueueDirectory queue, UUID id) throws IOException {
    try (ReplayFile file = ReplayFile.goOn(queue, id, EpochClock.system())) {
      if (file == null) {
        return false;
      }
      file.remove();
      return true;
    }
  }
}
