package com.gt8004.analytics.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.gt8004.analytics.http.Call;
import com.gt8004.analytics.http.Endpoint;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.http.Router;
import com.gt8004.analytics.store.ApiKey;
import com.gt8004.analytics.store.Scope;
import com.gt8004.analytics.store.SessionStore;
import com.gt8004.analytics.store.SessionStore.Session;
import com.gt8004.analytics.store.StoreFailure;
import com.gt8004.analytics.time.ServiceClock;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/session}: a browser's way in and out. {@code POST} with {@code {"token": …}} of a login
 * link or with {@code {"api_key": …}}, {@code GET} tells who one is, {@code DELETE} ends it.
 * Thread-safe.
 */
public final class SessionEndpoint {
  static final String COOKIE = "gt8004_session";
  private static final int BODY_BYTES_MAX = 4_096;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Function<String, @Nullable String> agentOfKey;
  private final SessionStore sessions;
  private final Gate gate;
  private final ServiceClock clock;

  public SessionEndpoint(
      Function<String, @Nullable String> agentOfKey,
      SessionStore sessions,
      Gate gate,
      ServiceClock clock) {
    this.agentOfKey = agentOfKey;
    this.sessions = sessions;
    this.gate = gate;
    this.clock = clock;
  }

  /** Adds the three routes. */
  public void addTo(Router router) {
    router
        .route("GET", "/v1/session", unlessAway(this::who))
        .route("POST", "/v1/session", unlessAway(this::open))
        .route("DELETE", "/v1/session", unlessAway(this::close));
  }

  private static Endpoint unlessAway(Endpoint endpoint) {
    return call -> {
      try {
        return endpoint.answer(call).with("Cache-Control", "no-store");
      } catch (StoreFailure e) {
        if (e.kind() != StoreFailure.Kind.AWAY) {
          throw e;
        }
        return Reply.unavailable("the database is away", 5);
      }
    };
  }

  private Reply who(Call call) {
    Scope scope = gate.of(call);
    return scope == null ? Reply.error(401, "not logged in") : whoIs(scope.agentId());
  }

  private static Reply whoIs(@Nullable String agentId) {
    return Reply.json(
        200,
        JsonNodeFactory.instance
            .objectNode()
            .put("role", agentId == null ? "admin" : "agent")
            .put("agent_id", agentId));
  }

  private Reply open(Call call) throws IOException {
    if (!sameOrigin(call)) {
      return Reply.error(403, "a login must come from this service's own page");
    }
    byte[] body = call.body().readNBytes(BODY_BYTES_MAX + 1);
    JsonNode said = body.length > BODY_BYTES_MAX ? null : tree(body);
    if (said == null) {
      return Reply.error(400, "the body must be {\"token\": …} or {\"api_key\": …}");
    }
    Session session = sessionFor(said);
    if (session == null) {
      return Reply.error(
          401, "unknown, used or expired; make a new link with: gt8004-analytics login-link");
    }
    ApiKey token = ApiKey.random();
    sessions.open(token, session, clock.now());
    return whoIs(session.agentId())
        .with("Set-Cookie", cookie(call, token.reveal(), SessionStore.SESSION_VALID.toSeconds()));
  }

  private static @Nullable JsonNode tree(byte[] body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private @Nullable Session sessionFor(JsonNode said) {
    JsonNode token = said.get("token");
    if (token != null && token.isTextual()) {
      return sessions.useLink(ApiKey.of(token.textValue()), clock.now()) ? new Session(null) : null;
    }
    JsonNode key = said.get("api_key");
    String agentId = key == null || !key.isTextual() ? null : agentOfKey.apply(key.textValue());
    return agentId == null ? null : new Session(agentId);
  }

  private Reply close(Call call) {
    if (!sameOrigin(call)) {
      return Reply.error(403, "a logout must come from this service's own page");
    }
    String value = call.cookie(COOKIE);
    if (value != null) {
      ApiKey token = ApiKey.of(value);
      sessions.close(token);
      gate.forget(token);
    }
    return Reply.json(200, JsonNodeFactory.instance.objectNode().put("status", "logged out"))
        .with("Set-Cookie", cookie(call, "", 0));
  }

  /** Other pages' scripts say where they come from; programs that are no browsers say nothing. */
  private static boolean sameOrigin(Call call) {
    String origin = call.header("Origin");
    String host = call.header("Host");
    return origin == null
        || (host != null
            && origin.toLowerCase(Locale.ROOT).matches("https?://.*")
            && origin.substring(origin.indexOf("//") + 2).equalsIgnoreCase(host));
  }

  private static String cookie(Call call, String value, long seconds) {
    return COOKIE + "=" + value + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Strict"
        + (call.isSecure() ? "; Secure" : "");
  }
}
