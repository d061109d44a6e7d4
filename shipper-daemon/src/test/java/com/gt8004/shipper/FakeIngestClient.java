package com.gt8004.shipper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.shipper.batch.RequestBody;
import com.gt8004.shipper.send.ApiKey;
import com.gt8004.shipper.send.Breaker;
import com.gt8004.shipper.send.Fault;
import com.gt8004.shipper.send.IngestClient;
import com.gt8004.shipper.send.Rejection;
import com.gt8004.shipper.send.SendOutcome;
import com.gt8004.shipper.send.SendResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** An ingest endpoint in memory: accepts everything, unless the test says what comes next. */
final class FakeIngestClient implements IngestClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Ids of the requests that came, pings included. */
  final List<String> requests = new ArrayList<>();

  /** Entry ids that were settled by an answer. */
  final List<String> settled = new ArrayList<>();

  private final Deque<Function<RequestBody, SendOutcome>> script = new ArrayDeque<>();
  private Function<RequestBody, SendOutcome> standing = FakeIngestClient::accepted;
  private final List<CompletableFuture<SendResult>> held = new ArrayList<>();
  private boolean holds;
  private int heldRequest;
  private Breaker breaker = Breaker.CLOSED;

  static SendOutcome accepted(RequestBody body) {
    return new SendOutcome.Settled(body.count(), 0, List.of(), true);
  }

  static SendOutcome accepted(int entries) {
    return new SendOutcome.Settled(entries, 0, List.of(), true);
  }

  static SendOutcome away() {
    return new SendOutcome.Transient("http://ingest refuses connections", null);
  }

  static SendOutcome fault(Fault fault) {
    return new SendOutcome.ConfigFault(fault, "the server says " + fault, "mend it");
  }

  static SendOutcome rejecting(RequestBody body, int index, String error) {
    return new SendOutcome.Settled(body.count() - 1, 0, List.of(new Rejection(index, error)), true);
  }

  /** The next requests are answered so, one each. */
  FakeIngestClient then(SendOutcome... outcomes) {
    for (SendOutcome outcome : outcomes) {
      script.add(body -> outcome);
    }
    return this;
  }

  FakeIngestClient then(Function<RequestBody, SendOutcome> answer) {
    script.add(answer);
    return this;
  }

  /** What is not in the script is answered so. */
  FakeIngestClient always(SendOutcome outcome) {
    standing = body -> outcome;
    return this;
  }

  FakeIngestClient always(Function<RequestBody, SendOutcome> answer) {
    standing = answer;
    return this;
  }

  FakeIngestClient acceptsAgain() {
    standing = FakeIngestClient::accepted;
    return this;
  }

  void breaker(Breaker now) {
    breaker = now;
  }

  /** Requests stay under way until {@link #release}. */
  void hold() {
    holds = true;
  }

  /** The request of this number, from 1, stays under way; the others do not. */
  void hold(int number) {
    heldRequest = number;
  }

  List<CompletableFuture<SendResult>> held() {
    return held;
  }

  void release(SendOutcome outcome) {
    held.forEach(answer -> answer.complete(new SendResult(outcome, 1)));
    held.clear();
    holds = false;
  }

  /** Ids of the batches that came, without the pings. */
  List<String> batches() {
    return requests.stream().filter(id -> !id.equals("ping")).toList();
  }

  @Override
  public CompletableFuture<SendResult> send(RequestBody body, ApiKey key) {
    requests.add(body.id());
    if (holds || requests.size() == heldRequest) {
      CompletableFuture<SendResult> answer = new CompletableFuture<>();
      held.add(answer);
      return answer;
    }
    Function<RequestBody, SendOutcome> next = script.isEmpty() ? standing : script.remove();
    SendOutcome outcome = next.apply(body);
    if (outcome instanceof SendOutcome.Settled && !body.id().equals("ping")) {
      settled.addAll(entryIds(body));
    }
    return CompletableFuture.completedFuture(new SendResult(outcome, 1));
  }

  static List<String> entryIds(RequestBody body) {
    List<String> ids = new ArrayList<>();
    json(body).path("entries").forEach(entry -> ids.add(entry.path("entry_id").textValue()));
    return ids;
  }

  static JsonNode json(RequestBody body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      body.writeTo(out);
      return JSON.readTree(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void concurrency(int requests) {}

  @Override
  public int waiting() {
    return 0;
  }

  @Override
  public Breaker breaker() {
    return breaker;
  }

  void opens(Duration remaining) {
    breaker = new Breaker(Breaker.State.OPEN, remaining);
  }

  @Override
  public void close() {}
}
