package com.gt8004.analytics.query;

import com.gt8004.analytics.http.Call;
import com.gt8004.analytics.http.Endpoint;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.store.Scope;
import com.gt8004.analytics.store.StoreFailure;
import com.gt8004.analytics.time.ServiceClock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks a question for those who may ask it: about the agent in the path, or about all that they may
 * see. Thread-safe.
 */
final class GuardedEndpoint implements Endpoint {
  private final Function<Call, @Nullable Scope> gate;
  private final Predicate<String> exists;
  private final boolean ofAgent;
  private final Question question;
  private final ServiceClock clock;

  /**
   * @param gate what a request may see, or null where it does not say who asks
   * @param exists whether there is an agent of that name
   * @param ofAgent whether the first argument of the path names the agent
   */
  GuardedEndpoint(
      Function<Call, @Nullable Scope> gate,
      Predicate<String> exists,
      boolean ofAgent,
      Question question,
      ServiceClock clock) {
    this.gate = gate;
    this.exists = exists;
    this.ofAgent = ofAgent;
    this.question = question;
    this.clock = clock;
  }

  @Override
  public Reply answer(Call call) {
    try {
      return guarded(call).with("Cache-Control", "no-store");
    } catch (BadQuestion e) {
      return Reply.error(400, e.reason());
    } catch (StoreFailure e) {
      if (e.kind() == StoreFailure.Kind.REFUSED) {
        return Reply.error(400, "a parameter is nothing that the database understands");
      }
      if (e.kind() != StoreFailure.Kind.AWAY) {
        throw e;
      }
      return Reply.unavailable("the database is away", 5);
    }
  }

  private Reply guarded(Call call) throws BadQuestion {
    Scope may = gate.apply(call);
    if (may == null) {
      return Reply.error(401, "authorization required: send Authorization: Bearer <key>, or log in")
          .with("WWW-Authenticate", "Bearer");
    }
    String named = ofAgent ? call.pathArgument() : call.queryParameter("agent_id");
    if (named == null || named.isEmpty()) {
      return question.answer(new Asked(call, may, clock.now()));
    }
    if (may.agentId() != null && !may.agentId().equals(named)) {
      return Reply.error(403, "api key does not belong to this agent");
    }
    if (may.agentId() == null && !exists.test(named)) {
      return Reply.error(404, "agent not found");
    }
    return question.answer(new Asked(call, new Scope(named), clock.now()));
  }
}
