package com.gt8004.analytics.access;

import com.gt8004.analytics.http.Call;
import com.gt8004.analytics.store.ApiKey;
import com.gt8004.analytics.store.Scope;
import com.gt8004.analytics.store.SessionStore;
import com.gt8004.analytics.store.SessionStore.Session;
import com.gt8004.analytics.time.ServiceClock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a request may see. An agent's key, and a session opened with it, see that agent; a session
 * opened with a login link sees all. Thread-safe.
 */
public final class Gate {
  /** How long a session that was ended elsewhere may still pass. */
  static final Duration AGE_MAX = Duration.ofSeconds(10);

  private static final int SESSIONS_MAX = 10_000;

  private final Function<String, @Nullable String> agentOfKey;
  private final SessionStore sessions;
  private final ServiceClock clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  private record Known(Session session, long sinceNanos) {}

  /**
   * @param agentOfKey the agent whose key a text is, or null
   */
  public Gate(
      Function<String, @Nullable String> agentOfKey, SessionStore sessions, ServiceClock clock) {
    this.agentOfKey = agentOfKey;
    this.sessions = sessions;
    this.clock = clock;
  }

  /** What this request may see, or null where it does not say who asks. A key decides over a session. */
  public @Nullable Scope of(Call call) {
    String key = call.bearerKey();
    if (key != null) {
      String agentId = agentOfKey.apply(key);
      return agentId == null ? null : new Scope(agentId);
    }
    String token = call.cookie(SessionEndpoint.COOKIE);
    Session session = token == null ? null : sessionOf(token);
    return session == null ? null : new Scope(session.agentId());
  }

  private @Nullable Session sessionOf(String token) {
    ApiKey secret = ApiKey.of(token);
    String hash = HexFormat.of().formatHex(secret.hash());
    Known remembered = known.get(hash);
    if (remembered != null && clock.nanoTime() - remembered.sinceNanos() < AGE_MAX.toNanos()) {
      return remembered.session();
    }
    long askedAt = clock.nanoTime();
    Session session = sessions.find(secret, clock.now());
    if (session == null) {
      known.remove(hash);
      return null;
    }
    if (known.size() >= SESSIONS_MAX) {
      known.clear();
    }
    known.put(hash, new Known(session, askedAt));
    return session;
  }

  /** Forgets a session that ended here. */
  void forget(ApiKey token) {
    known.remove(HexFormat.of().formatHex(token.hash()));
  }
}
