package com.gt8004.shipper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.OperatorPause;
import com.gt8004.shipper.admin.AdminDesk.Answer;
import com.gt8004.shipper.admin.AdminDesk.Order;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what an operator says of a queue. Not thread-safe: owned by the shipping thread. */
final class QueueOrders {
  private static final Logger log = LoggerFactory.getLogger(QueueOrders.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Each costs a force or two on the shipping thread. */
  private static final int LETTERS_MAX = 50;

  private final EpochClock clock;

  QueueOrders(EpochClock clock) {
    this.clock = clock;
  }

  Answer carryOut(Order order, QueueLane queue, String body) {
    try {
      JsonNode said = body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
      if (!said.isObject()) {
        return refused(400, "the body is no JSON object");
      }
      return switch (order) {
        case SHIP_NOW -> shipNow(queue);
        case PAUSE -> pause(queue, said);
        case RESUME -> resume(queue, said);
        case DISCARD_LETTERS, DELIVERED_LETTERS -> letters(order, queue, said);
        case PRUNE -> prune(queue, said);
      };
    } catch (JsonProcessingException notJson) {
      return refused(400, "the body is not JSON");
    } catch (IOException broken) {
      log.warn("queue {}: {} was asked for and failed", queue.name(), order.word(), broken);
      return refused(500, "cannot write below " + queue.directory().path() + ": " + broken);
    }
  }

  private static Answer shipNow(QueueLane queue) {
    queue.journals().open().forEach(journal -> journal.intake().shipNow());
    return Answer.json(202, "{\"status\":\"shipping\"}");
  }

  /** The file first: what was answered must survive a restart. */
  private Answer pause(QueueLane queue, JsonNode said) throws IOException {
    OperatorPause pause = new OperatorPause(text(said, "by"), clock.now(), text(said, "reason"));
    pause.write(queue.directory());
    queue.gate().obey(pause);
    return state(queue);
  }

  private static Answer resume(QueueLane queue, JsonNode said) throws IOException {
    String problem = goOn(queue, said);
    if (problem != null) {
      return refused(409, problem);
    }
    OperatorPause.remove(queue.directory());
    queue.gate().obey(null);
    queue.tryAtOnce();
    return state(queue);
  }

  /** Answers a lost checkpoint, if it is told to; what is wrong with that, or null. */
  private static @Nullable String goOn(QueueLane queue, JsonNode said) throws IOException {
    LostCheckpoints lost = queue.lostCheckpoints();
    if (said.path("rewind").asBoolean()) {
      return lost.rewind() > 0
          ? null
          : "no journal of queue " + queue.name() + " has lost its checkpoint";
    }
    JsonNode from = said.path("from");
    if (from.isMissingNode()) {
      return null;
    }
    if (!from.isIntegralNumber() || !from.canConvertToLong()) {
      return "from is no sequence: " + from;
    }
    try {
      String journal = text(said, "journal");
      return lost.resumeFrom(journal == null ? null : UUID.fromString(journal), from.longValue());
    } catch (IllegalArgumentException noId) {
      return "journal is no id of a journal: " + said.path("journal");
    }
  }

  private static Answer letters(Order order, QueueLane queue, JsonNode said) throws IOException {
    List<EntryId> ids = new ArrayList<>();
    for (JsonNode each : said.path("entry_ids")) {
      EntryId id = EntryId.parse(each.asText());
      if (id == null || ids.size() == LETTERS_MAX) {
        return refused(400, "entry_ids are at most " + LETTERS_MAX + " ids of entries");
      }
      ids.add(id);
    }
    LetterActs acts = new LetterActs(queue.directory(), queue.journals().ledger());
    int removed = order == Order.DISCARD_LETTERS ? acts.discard(ids) : acts.delivered(ids);
    queue.deadLetters().recount();
    return Answer.json(200, JSON.createObjectNode().put("removed", removed).toString());
  }

  private static Answer prune(QueueLane queue, JsonNode said) throws IOException {
    if (!said.path("dry_run").asBoolean()) {
      queue.retention().prune();
    }
    return Answer.json(200, QueuePrune.json(queue.retention()).toString());
  }

  private static Answer state(QueueLane queue) {
    return Answer.json(
        200, JSON.createObjectNode().put("state", queue.state().name()).toString());
  }

  private static @Nullable String text(JsonNode said, String name) {
    return said.path(name).isTextual() ? said.path(name).textValue() : null;
  }

  private static Answer refused(int status, String why) {
    return Answer.json(status, JSON.createObjectNode().put("error", why).toString());
  }
}
