package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.send.IngestClient;
import com.gt8004.shipper.send.SendPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** A whole shipper on its own thread, over HTTP, before a server that falls ill and is mended. */
final class FaultRun implements AutoCloseable {
  /** Far beyond what anything here takes. */
  private static final Duration IN_TIME = Duration.ofSeconds(120);

  /** What came of it, in the seconds of the shipper's clock. */
  record Report(
      String fault,
      ShipperState state,
      double illSeconds,
      long requests,
      long requestsMax,
      double freshSeconds) {
    static String head() {
      return "%-26s %-14s %8s %9s %8s %10s"
          .formatted("fault", "state", "ill, s", "requests", "allowed", "fresh, s");
    }

    @Override
    public String toString() {
      return "%-26s %-14s %8.1f %9d %8d %10.1f"
          .formatted(fault, state, illSeconds, requests, requestsMax, freshSeconds);
    }
  }

  private final FaultyServer server;
  private final EpochClock clock;
  private final IngestClient client;
  private final Destination destination;
  private final Roster roster;
  private final Shipper shipper;
  private final DutyCycle cycle;
  private final GT8004Logger logger;
  private long logged;

  FaultRun(Path folder, FaultyServer server, EpochClock clock, SendPolicy policy) {
    this.server = server;
    this.clock = clock;
    this.client = IngestClient.overHttp(policy);
    ShipperConfig.Loaded loaded = ShipperConfig.load(
        null,
        Map.of("api_key", "gt8004_sk_test", "profile", "standard", "flush_interval", "1s"),
        Map.of());
    assertThat(loaded.problems()).isEmpty();
    ShipperConfig config = loaded.config();
    QueueRoot root = new QueueRoot(folder.resolve("queues"));
    destination = new Destination(client, policy.url(), config.profile(), clock);
    roster = new Roster(
        root,
        config,
        BatchRules.of(config, false),
        destination,
        AccessCheck.ofThisProcess(List.of("tmpfs")),
        () -> new Roster.LockContent("{\"pid\":1,\"host\":\"test\"}", "token"),
        clock);
    CompletableFuture<DutyCycle> waker = new CompletableFuture<>();
    shipper = new Shipper(roster, destination, clock, () -> waker.thenAccept(DutyCycle::wake));
    cycle = new DutyCycle("fault-run", shipper::runOnce, shipper::isStopped, shipper::close);
    waker.complete(cycle);
    logger =
        GT8004Logger.builder().agentId(ShipperRig.AGENT).queueRoot(root.path()).build();
    cycle.start();
  }

  static SendPolicy policy(URI url, FastClock clock) {
    ShipperConfig config = ShipperConfig.load(
            null, Map.of("ingest_url", url.toString(), "profile", "standard"), Map.of())
        .config();
    SendPolicy real = config.sendPolicy();
    Function<Duration, Duration> fast = wait -> clock == null ? wait : clock.onTheWall(wait);
    return new SendPolicy(
        url,
        real.profile(),
        real.allowPlainHttp(),
        // Not faster: a busy machine must not look like a server that is away.
        clock == null ? real.connectTimeout() : Duration.ofMillis(300),
        clock == null ? real.callTimeout() : Duration.ofMillis(400),
        real.attempts(),
        real.waits().stream().map(fast).toList(),
        real.breakerFailures(),
        fast.apply(real.breakerOpen()),
        real.compress());
  }

  void log(int entries) {
    ShipperRig.log(logger, entries);
    logged += entries;
  }

  /**
   * The server is well, falls ill, is mended.
   *
   * @param backlog entries appended while it is ill
   */
  Report fall(FaultCase fault, Duration ill, int backlog) throws Exception {
    log(20);
    await("all that comes while the server is well", () -> server.stored().size() == logged);
    int inFlight = ask(() -> destination.inFlightMax());
    long requestsBefore = requests();
    long begun = clock.nanoTime();
    fault.begin().on(server);
    log(backlog);
    await("its end", () -> clock.nanoTime() - begun >= ill.toNanos());
    ShipperState[] state = new ShipperState[1];
    await(fault + ": the table's action", () -> {
      state[0] = ask(this::state);
      return fault.kind().expects(state[0]);
    });
    long requests = requests() - requestsBefore;
    double seconds = (clock.nanoTime() - begun) / 1e9;
    assertThat(server.stored()).as("stored by a server that is ill").hasSize(20);
    long mended = clock.nanoTime();
    server.mend();
    log(1);
    await(fault + ": everything", () -> server.stored().size() == logged);
    double fresh = (clock.nanoTime() - mended) / 1e9;
    assertThat(ask(() -> roster.held().get(0).deadLetters().count()))
        .as("dead letters")
        .isZero();
    long allowed = fault.kind().requestsMax(inFlight, seconds);
    assertThat(requests).as("requests while %s for %.1f s", fault, seconds).isBetween(1L, allowed);
    return new Report(fault.name(), state[0], seconds, requests, allowed, fresh);
  }

  /**
   * The server asks once for patience.
   *
   * @return after how many seconds the next request came, and after how many all had arrived
   */
  double[] askForPatience(int seconds) throws Exception {
    log(20);
    await("all that comes before", () -> server.stored().size() == logged);
    AtomicLong asked = new AtomicLong();
    server.fallIll((out, connection) -> {
      FaultyServer.status(503, "text/plain", "", "Retry-After: " + seconds).answer(out, connection);
      asked.compareAndSet(0, clock.nanoTime());
      server.fallIll(null);
    });
    log(10_000);
    await("its asking", () -> asked.get() != 0);
    int requests = server.requests();
    await("the next request", () -> server.requests() > requests);
    double next = (clock.nanoTime() - asked.get()) / 1e9;
    log(1);
    await("everything", () -> server.stored().size() == logged);
    return new double[] {next, (clock.nanoTime() - asked.get()) / 1e9};
  }

  /** Of a closed port nobody but the shipper knows how often it was tried. */
  private long requests() throws Exception {
    return Math.max(server.requests(), ask(() -> roster.held().get(0).counters().requests));
  }

  private ShipperState state() {
    Condition condition = roster.held().get(0).worse().condition();
    return condition == null ? ShipperState.SHIPPING : condition.state();
  }

  private <T> T ask(Callable<T> question) throws Exception {
    CompletableFuture<T> answer = new CompletableFuture<>();
    shipper.ask(() -> {
      try {
        answer.complete(question.call());
      } catch (Exception e) {
        answer.completeExceptionally(e);
      }
    });
    return answer.get(IN_TIME.toSeconds(), TimeUnit.SECONDS);
  }

  private void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + IN_TIME.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("in time: " + what + "; the shipper says "
            + ask(() -> roster.held().get(0).worse().condition()) + ", the server has "
            + server.stored().size() + " of " + logged + " after " + server.requests()
            + " requests");
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public void close() {
    shipper.beginStop();
    cycle.await(Duration.ofSeconds(10));
    client.close();
    logger.close();
  }
}
