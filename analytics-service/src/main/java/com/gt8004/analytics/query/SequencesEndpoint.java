package com.gt8004.analytics.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.http.Call;
import com.gt8004.analytics.http.Endpoint;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.store.SequenceStore;
import com.gt8004.analytics.store.SequenceStore.Range;
import com.gt8004.analytics.store.SequenceStore.Sequences;
import com.gt8004.analytics.store.StoreFailure;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/journals/{journal id}/sequences?from=&to=&agent_id=}: what of a journal is stored, for
 * whoever holds its agent's key. Thread-safe.
 */
public final class SequencesEndpoint implements Endpoint {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** Eighteen digits: every such number is a long. */
  private static final Pattern SEQUENCE = Pattern.compile("\\d{1,18}");

  private static final String SEQUENCE_MAX = "999999999999999999";

  private final Function<String, @Nullable String> agentOfKey;
  private final SequenceStore sequences;

  /**
   * @param agentOfKey the agent whose key a text is, or null
   */
  public SequencesEndpoint(Function<String, @Nullable String> agentOfKey, SequenceStore sequences) {
    this.agentOfKey = agentOfKey;
    this.sequences = sequences;
  }

  @Override
  public Reply answer(Call call) {
    try {
      return answerFor(call);
    } catch (StoreFailure e) {
      if (e.kind() != StoreFailure.Kind.AWAY) {
        throw e;
      }
      return Reply.unavailable("the database is away", 5);
    }
  }

  private Reply answerFor(Call call) {
    String key = call.bearerKey();
    String agentId = key == null ? null : agentOfKey.apply(key);
    if (agentId == null) {
      return Reply.error(401, "authorization required: send Authorization: Bearer <key>")
          .with("WWW-Authenticate", "Bearer");
    }
    String claimed = call.queryParameter("agent_id");
    if (claimed != null && !claimed.equals(agentId)) {
      return Reply.error(403, "api key does not belong to this agent");
    }
    if (!UUID_TEXT.matcher(call.pathArgument()).matches()) {
      return Reply.error(400, "the journal id is no UUID");
    }
    String from = orElse(call.queryParameter("from"), "0");
    String to = orElse(call.queryParameter("to"), SEQUENCE_MAX);
    if (!SEQUENCE.matcher(from).matches() || !SEQUENCE.matcher(to).matches()) {
      return Reply.error(400, "from and to must be whole numbers of at most 18 digits");
    }
    if (Long.parseLong(from) > Long.parseLong(to)) {
      return Reply.error(400, "from lies behind to");
    }
    return of(
        agentId, UUID.fromString(call.pathArgument()), Long.parseLong(from), Long.parseLong(to));
  }

  private Reply of(String agentId, UUID journalId, long from, long to) {
    Sequences found = sequences.of(agentId, journalId, from, to);
    boolean empty = found.stored().isEmpty() && found.expired().isEmpty();
    if (empty && sequences.isOfAnotherAgent(agentId, journalId)) {
      return Reply.error(403, "the journal belongs to another agent than the api key");
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    add(body.putArray("ranges"), found.stored());
    add(body.putArray("expired"), found.expired());
    body.put(
        "expired_before",
        found.expiredBefore() == null ? null : found.expiredBefore().toString());
    body.put("next", found.next());
    return Reply.json(200, body);
  }

  private static void add(ArrayNode to, List<Range> ranges) {
    ranges.forEach(range -> to.addArray().add(range.first()).add(range.last()));
  }

  private static String orElse(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }
}
