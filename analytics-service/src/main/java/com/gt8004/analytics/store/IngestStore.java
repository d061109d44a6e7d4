package com.gt8004.analytics.store;

import com.gt8004.analytics.time.ServiceClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stores batches, each entry once. Thread-safe; batches of one agent that come at the same time share
 * transactions. When {@link #store} returns, everything it reports is committed; when it throws, the
 * batch may be sent again without harm.
 */
public final class IngestStore {
  /** Conflicts are rare since an agent's batches follow one another; more in a row than this is a fault. */
  private static final int ATTEMPTS_MAX = 5;

  private static final String REFUSED = "refused by the ";

  private final Database database;
  private final ServiceClock clock;
  private final Map<String, IngestLane> lanes = new ConcurrentHashMap<>();

  public IngestStore(Database database, ServiceClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * What the rows of a batch have in common.
   *
   * @param whole false for a piece of a batch that counted as one already
   */
  public record Batch(
      String agentId,
      @Nullable String sdkVersion,
      @Nullable String batchId,
      boolean pinged,
      int rejected,
      boolean whole) {
    public Batch(
        String agentId,
        @Nullable String sdkVersion,
        @Nullable String batchId,
        boolean pinged,
        int rejected) {
      this(agentId, sdkVersion, batchId, pinged, rejected, true);
    }

    Batch continued(int more) {
      return new Batch(agentId, sdkVersion, batchId, false, more, false);
    }
  }

  /**
   * What became of a batch.
   *
   * @param stored rows that were new
   * @param refused rows that are older than what is kept, or that the database would not take though
   *     they passed our checks, with the reason
   */
  public record Stored(int stored, Map<LogRow, String> refused) {
    static Stored sumOf(Stored one, Stored other) {
      Map<LogRow, String> refused = new HashMap<>(one.refused());
      refused.putAll(other.refused());
      return new Stored(one.stored() + other.stored(), refused);
    }
  }

  /**
   * Stores the rows that are not stored yet, and brings totals and rollups up to date with them.
   *
   * @throws StoreFailure AWAY when the database is; FAULT otherwise
   */
  public Stored store(Batch batch, List<LogRow> rows) {
    for (LogRow row : rows) {
      row.set(LogColumn.SDK_VERSION, batch.sdkVersion()).set(LogColumn.BATCH_ID, batch.batchId());
    }
    return lanes
        .computeIfAbsent(batch.agentId(), unused -> new IngestLane(this::storeTogether))
        .store(new IngestPart(batch, rows));
  }

  /** One transaction; and if the database refuses a value, one for each batch, so that none harms another. */
  private List<Stored> storeTogether(List<IngestPart> parts) {
    try {
      return storeOnce(parts);
    } catch (StoreFailure e) {
      if (e.kind() != StoreFailure.Kind.REFUSED) {
        throw e;
      }
    }
    List<Stored> stored = new ArrayList<>();
    for (IngestPart part : parts) {
      Stored each = storeOrSplit(part);
      long refused = each.refused().values().stream()
          .filter(reason -> reason.startsWith(REFUSED))
          .count();
      if (refused > 0) {
        Batch count = part.batch().continued(Math.toIntExact(refused));
        storeOnce(List.of(new IngestPart(count, List.of())));
      }
      stored.add(each);
    }
    return stored;
  }

  /** One row that the database refuses must not harm the others: halve until it stands alone. */
  private Stored storeOrSplit(IngestPart part) {
    List<LogRow> rows = part.rows();
    try {
      return storeOnce(List.of(part)).get(0);
    } catch (StoreFailure e) {
      if (e.kind() != StoreFailure.Kind.REFUSED || rows.isEmpty()) {
        throw e;
      }
      if (rows.size() == 1) {
        Stored nothing = storeOrSplit(new IngestPart(part.batch(), List.of()));
        return Stored.sumOf(nothing, new Stored(0, Map.of(rows.get(0), REFUSED + e.getMessage())));
      }
      int half = rows.size() / 2;
      return Stored.sumOf(
          storeOrSplit(new IngestPart(part.batch(), rows.subList(0, half))),
          storeOrSplit(new IngestPart(part.batch().continued(0), rows.subList(half, rows.size()))));
    }
  }

  private List<Stored> storeOnce(List<IngestPart> parts) {
    IngestRun run = new IngestRun(parts);
    for (int attempt = 1; ; attempt++) {
      try {
        return database.with(connection -> run.on(connection, clock.now()));
      } catch (StoreFailure e) {
        if (e.kind() != StoreFailure.Kind.CONFLICT || attempt == ATTEMPTS_MAX) {
          throw e;
        }
      }
    }
  }
}
