package com.gt8004.analytics.ingest;

import com.gt8004.analytics.store.AgentStore;
import com.gt8004.analytics.store.ApiKey;
import com.gt8004.analytics.store.StoreFailure;
import com.gt8004.analytics.time.ServiceClock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Whose key a key is, remembered for a short while so that not every batch asks the database. Only
 * hashes are kept. Thread-safe.
 */
public final class KeyRing {
  /** How long a revoked key may still pass. */
  static final Duration AGE_MAX = Duration.ofSeconds(10);

  /** Beyond, everything is forgotten; there are not so many agents. */
  private static final int KEYS_MAX = 10_000;

  private final AgentStore agents;
  private final ServiceClock clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  private record Known(String agentId, long sinceNanos) {}

  public KeyRing(AgentStore agents, ServiceClock clock) {
    this.agents = agents;
    this.clock = clock;
  }

  /**
   * The agent whose key this is, or null where it is unknown or revoked.
   *
   * @throws StoreFailure if that cannot be found out now
   */
  public @Nullable String agentOf(String key) {
    ApiKey apiKey = ApiKey.of(key);
    String hash = HexFormat.of().formatHex(apiKey.hash());
    Known remembered = known.get(hash);
    if (remembered != null && clock.nanoTime() - remembered.sinceNanos() < AGE_MAX.toNanos()) {
      return remembered.agentId();
    }
    // Before the question, so that no revocation in between is hidden for longer than said.
    long askedAt = clock.nanoTime();
    String agentId = agents.agentOf(apiKey);
    if (agentId == null) {
      known.remove(hash);
      return null;
    }
    if (known.size() >= KEYS_MAX) {
      known.clear();
    }
    known.put(hash, new Known(agentId, askedAt));
    return agentId;
  }
}
