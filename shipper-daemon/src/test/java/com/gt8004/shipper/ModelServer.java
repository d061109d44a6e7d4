package com.gt8004.shipper;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.shipper.batch.RequestBody;
import com.gt8004.shipper.send.ApiKey;
import com.gt8004.shipper.send.Breaker;
import com.gt8004.shipper.send.Fault;
import com.gt8004.shipper.send.IngestClient;
import com.gt8004.shipper.send.Rejection;
import com.gt8004.shipper.send.SendOutcome;
import com.gt8004.shipper.send.SendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The server of the model: a table that deduplicates by entry id. Requests stay under way until the
 * sequence answers them, in any order and in any way; once mended it answers at once.
 */
final class ModelServer implements IngestClient {
  /** What {@link #answer} may do. */
  enum Answer {
    STORED,
    STORED_UNHEARD,
    AWAY,
    BUSY,
    CONFIG_FAULT,
    ENTRY_FAULT,
    TOO_LARGE
  }

  /** Entries whose content says so are rejected, every time. */
  static final String REJECTED = "rejected";

  /** A request with such an entry is refused as a whole, every time. */
  static final String POISON = "poison";

  private record Request(
      RequestBody body, List<JsonNode> entries, CompletableFuture<SendResult> answer) {}

  private final Map<String, String> table = new HashMap<>();
  private final Set<String> acknowledged = new HashSet<>();
  private final List<Request> underWay = new ArrayList<>();
  private final List<Request> orphans = new ArrayList<>();
  private final Set<String> refusedAlone = new HashSet<>();
  private boolean mended;
  private boolean warmingUp;

  /** Content by entry id. */
  Map<String, String> table() {
    return table;
  }

  /** Whether the shipper was told that the server has this entry. */
  boolean hasAcknowledged(String entryId) {
    return acknowledged.contains(entryId);
  }

  /** Whether it has ever refused this entry in a request of its own. */
  boolean hasRefused(String entryId) {
    return refusedAlone.contains(entryId);
  }

  int underWay() {
    return underWay.size();
  }

  /** From now on every request is answered at once. */
  void mend() {
    mended = true;
    orphans.clear();
  }

  @Override
  public CompletableFuture<SendResult> send(RequestBody body, ApiKey key) {
    List<JsonNode> entries = new ArrayList<>();
    FakeIngestClient.json(body).path("entries").forEach(entries::add);
    Request request = new Request(body, entries, new CompletableFuture<>());
    if (mended && !warmingUp) {
      tell(request, store(request));
    } else {
      underWay.add(request);
    }
    return request.answer();
  }

  /** Answers one of the requests that are under way. */
  void answer(Answer how, Random random) {
    Request request = underWay.remove(random.nextInt(underWay.size()));
    tell(
        request,
        switch (how) {
          case STORED -> store(request);
          case STORED_UNHEARD -> {
            store(request);
            yield new SendOutcome.Transient("the answer was lost", null);
          }
          case AWAY -> FakeIngestClient.away();
          case BUSY ->
            new SendOutcome.Transient("busy", Duration.ofSeconds(1 + random.nextInt(20)));
          case CONFIG_FAULT ->
            FakeIngestClient.fault(Fault.values()[random.nextInt(Fault.values().length)]);
          case ENTRY_FAULT -> new SendOutcome.EntryFault(400, "the server answered 400");
          case TOO_LARGE -> new SendOutcome.TooLarge("the server answered 413");
        });
  }

  private void tell(Request request, SendOutcome outcome) {
    boolean cancelled = request.answer().isDone();
    if (request.entries().size() == 1
        && (outcome instanceof SendOutcome.EntryFault || outcome instanceof SendOutcome.TooLarge)) {
      refusedAlone.add(id(request.entries().get(0)));
    }
    if (outcome instanceof SendOutcome.Settled && !cancelled) {
      for (JsonNode entry : request.entries()) {
        if (!isRejected(entry)) {
          acknowledged.add(id(entry));
        }
      }
    }
    request.answer().complete(new SendResult(outcome, 1));
  }

  private SendOutcome store(Request request) {
    if (request.entries().stream().anyMatch(ModelServer::isPoison)) {
      return new SendOutcome.EntryFault(422, "the server answered 422: poison");
    }
    if (request.body().id().equals("ping")) {
      return FakeIngestClient.accepted(request.body());
    }
    int accepted = 0;
    int duplicates = 0;
    List<Rejection> rejections = new ArrayList<>();
    for (int index = 0; index < request.entries().size(); index++) {
      JsonNode entry = request.entries().get(index);
      String content = entry.path("request_id").asText();
      if (isRejected(entry)) {
        rejections.add(new Rejection(index, "not in this house"));
      } else if (table.putIfAbsent(id(entry), content) == null) {
        accepted++;
      } else {
        duplicates++;
        if (!table.get(id(entry)).equals(content)) {
          throw new AssertionError(id(entry) + " came with two contents");
        }
      }
    }
    return new SendOutcome.Settled(accepted, duplicates, rejections, true);
  }

  private static boolean isPoison(JsonNode entry) {
    return entry.path("tool_name").asText().equals(POISON);
  }

  private static boolean isRejected(JsonNode entry) {
    return entry.path("tool_name").asText().equals(REJECTED);
  }

  private static String id(JsonNode entry) {
    return entry.path("entry_id").asText();
  }

  /** All requests are pings from now on, and wait for {@link #answerPings}. */
  void warmUp() {
    warmingUp = true;
  }

  void answerPings() {
    underWay.forEach(
        ping -> ping.answer().complete(new SendResult(FakeIngestClient.accepted(ping.body()), 1)));
    underWay.clear();
    warmingUp = false;
  }

  /** The shipper died: nobody hears the answers to what is under way, but it may still arrive. */
  void clientDied() {
    orphans.addAll(underWay);
    underWay.clear();
  }

  /** A request of a shipper that is dead arrives. */
  void orphanArrives(Random random) {
    if (!orphans.isEmpty()) {
      store(orphans.remove(random.nextInt(orphans.size())));
    }
  }

  /** The same server for a replay: answers at once, and what it says settles nothing. */
  IngestClient forReplay() {
    return new IngestClient() {
      @Override
      public CompletableFuture<SendResult> send(RequestBody body, ApiKey key) {
        List<JsonNode> entries = new ArrayList<>();
        FakeIngestClient.json(body).path("entries").forEach(entries::add);
        Request request = new Request(body, entries, new CompletableFuture<>());
        return CompletableFuture.completedFuture(new SendResult(store(request), 1));
      }

      @Override
      public void concurrency(int requests) {}

      @Override
      public int waiting() {
        return 0;
      }

      @Override
      public Breaker breaker() {
        return Breaker.CLOSED;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void concurrency(int requests) {}

  @Override
  public int waiting() {
    return 0;
  }

  @Override
  public Breaker breaker() {
    return Breaker.CLOSED;
  }

  @Override
  public void close() {}
}
