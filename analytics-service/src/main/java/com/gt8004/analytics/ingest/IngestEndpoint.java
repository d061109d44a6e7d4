package com.gt8004.analytics.ingest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.http.Call;
import com.gt8004.analytics.http.Endpoint;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.ingest.EntryReader.Outcome;
import com.gt8004.analytics.ingest.EntryReader.Ping;
import com.gt8004.analytics.ingest.EntryReader.Refusal;
import com.gt8004.analytics.ingest.EntryReader.Row;
import com.gt8004.analytics.store.IngestStore;
import com.gt8004.analytics.store.LogRow;
import com.gt8004.analytics.store.SequenceStore;
import com.gt8004.analytics.store.StoreFailure;
import com.gt8004.analytics.time.ServiceClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /v1/ingest}: answers after the rows are committed. Thread-safe. At most a few batches are
 * in memory at once; others wait a little, then are told to come again.
 */
public final class IngestEndpoint implements Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(IngestEndpoint.class);

  /** Times 8 MiB unpacked, a few times over while it is parsed and sent on: within 512 MiB of heap. */
  private static final int BATCHES_AT_ONCE = 10;

  private static final long TURN_SECONDS = 5;
  private static final int RETRY_AFTER_AWAY_SECONDS = 5;
  private static final int RETRY_AFTER_BUSY_SECONDS = 1;

  private final KeyRing keys;
  private final IngestStore store;
  private final SequenceStore sequences;
  private final RateLimit rate;
  private final IngestMetrics metrics;
  private final ServiceClock clock;
  private final Semaphore turns = new Semaphore(BATCHES_AT_ONCE, true);

  /** So that an outage is one line in the log and its end another. */
  private volatile boolean away;

  public IngestEndpoint(
      KeyRing keys,
      IngestStore store,
      SequenceStore sequences,
      RateLimit rate,
      IngestMetrics metrics,
      ServiceClock clock) {
    this.keys = keys;
    this.store = store;
    this.sequences = sequences;
    this.rate = rate;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public Reply answer(Call call) throws InterruptedException {
    long begin = clock.nanoTime();
    Reply reply = answerWhatever(call);
    metrics.answered(reply.status(), clock.nanoTime() - begin);
    return reply;
  }

  private Reply answerWhatever(Call call) throws InterruptedException {
    try {
      Reply reply = answerAsking(call);
      if (away && reply.status() == 200) {
        away = false;
        LOG.info("the database is back; ingest goes on");
      }
      return reply;
    } catch (BatchFault e) {
      return Reply.error(e.status(), e.getMessage());
    } catch (StoreFailure e) {
      return whenNotStored(e);
    }
  }

  private Reply whenNotStored(StoreFailure e) {
    if (e.kind() == StoreFailure.Kind.FAULT || e.kind() == StoreFailure.Kind.REFUSED) {
      throw e;
    }
    if (!away) {
      away = true;
      LOG.warn(
          "ingest answers 503 until the database is back; senders keep their entries ({})",
          e.getMessage());
    }
    return Reply.unavailable(
        "the database is away; nothing is known about this batch, send it again",
        RETRY_AFTER_AWAY_SECONDS);
  }

  private Reply answerAsking(Call call) throws BatchFault, InterruptedException {
    String key = call.bearerKey();
    if (key == null) {
      return unauthorized("no API key; send Authorization: Bearer <key>");
    }
    String agentId = keys.agentOf(key);
    if (agentId == null) {
      return unauthorized("this API key is unknown or revoked; make one with: agents add AGENT_ID");
    }
    Duration wait = rate.take(agentId);
    if (!wait.isZero()) {
      return Reply.error(429, "too many requests for this key; send larger batches, or wait")
          .with("Retry-After", Long.toString(Math.max(1, wait.toSeconds() + 1)));
    }
    boolean gzip = checkHeaders(call);
    if (!turns.tryAcquire(TURN_SECONDS, TimeUnit.SECONDS)) {
      return Reply.unavailable(
          "too many batches at once; send this one again", RETRY_AFTER_BUSY_SECONDS);
    }
    try {
      return store(agentId, EnvelopeReader.read(call.body(), gzip));
    } finally {
      turns.release();
    }
  }

  private static Reply unauthorized(String message) {
    return Reply.error(401, message).with("WWW-Authenticate", "Bearer");
  }

  /** True when the body is compressed. */
  private static boolean checkHeaders(Call call) throws BatchFault {
    String type = call.header("Content-Type");
    if (type != null && !isJson(type)) {
      throw new BatchFault(
          415, "Content-Type must be application/json in UTF-8, not " + CleanText.cut(type, 80));
    }
    if (call.claimedLength() > EnvelopeReader.BODY_BYTES_MAX) {
      throw new BatchFault(
          413,
          "body has " + call.claimedLength() + " bytes, at most " + EnvelopeReader.BODY_BYTES_MAX
              + " are allowed; send fewer entries at once");
    }
    String encoding = call.header("Content-Encoding");
    if (encoding == null || encoding.equalsIgnoreCase("identity")) {
      return false;
    }
    if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
      return true;
    }
    throw new BatchFault(
        415, "Content-Encoding must be gzip or identity, not " + CleanText.cut(encoding, 80));
  }

  private static boolean isJson(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "");
    return type.equals("application/json") || type.equals("application/json;charset=utf-8");
  }

  private Reply store(String agentId, Envelope envelope) throws BatchFault {
    if (envelope.agentId() != null && !envelope.agentId().equals(agentId)) {
      throw new BatchFault(
          403,
          "this API key belongs to agent \"" + agentId + "\", the batch says \""
              + CleanText.cut(envelope.agentId(), 128) + "\"");
    }
    List<LogRow> rows = new ArrayList<>();
    List<LogRow> places = new ArrayList<>();
    int pings = 0;
    int refused = 0;
    for (Outcome outcome : envelope.outcomes()) {
      if (outcome instanceof Row row) {
        rows.add(row.row());
      } else if (outcome instanceof Ping ping) {
        pings++;
        if (ping.place() != null) {
          places.add(ping.place());
        }
      } else {
        refused++;
      }
    }
    if (!places.isEmpty()) {
      sequences.pinged(agentId, places);
    }
    IngestStore.Stored stored = store.store(
        new IngestStore.Batch(
            agentId, envelope.sdkVersion(), envelope.batchId(), pings > 0, refused),
        rows);
    int accepted = stored.stored() + pings;
    int duplicates = rows.size() - stored.stored() - stored.refused().size();
    metrics.stored(accepted, duplicates, refused + stored.refused().size());
    return Reply.json(200, body(accepted, duplicates, envelope.outcomes(), stored.refused()));
  }

  private static ObjectNode body(
      int accepted, int duplicates, List<Outcome> outcomes, Map<LogRow, String> refusedByDatabase) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("accepted", accepted).put("duplicates", duplicates);
    ArrayNode rejected = body.putArray("rejected");
    for (int index = 0; index < outcomes.size(); index++) {
      Outcome outcome = outcomes.get(index);
      if (outcome instanceof Refusal refusal) {
        reject(rejected, index, refusal.entryId(), refusal.error());
      } else if (outcome instanceof Row row && refusedByDatabase.containsKey(row.row())) {
        reject(rejected, index, row.row().entryId(), refusedByDatabase.get(row.row()));
      }
    }
    return body;
  }

  private static void reject(
      ArrayNode rejected, int index, @Nullable String entryId, @Nullable String error) {
    ObjectNode rejection = rejected.addObject().put("index", index);
    if (entryId != null) {
      rejection.put("entry_id", entryId);
    }
    rejection.put("error", error);
  }
}
