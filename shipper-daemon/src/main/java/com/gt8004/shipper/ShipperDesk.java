package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.admin.AdminDesk;
import com.gt8004.shipper.metrics.Exposition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the admin server by asking the shipping thread, which alone knows. Thread-safe. */
final class ShipperDesk implements AdminDesk {
  private static final Logger log = LoggerFactory.getLogger(ShipperDesk.class);

  /** A round takes milliseconds, with a slow disk a force or two; silence beyond this is an illness. */
  private static final long HEARTBEAT_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

  private static final long ANSWER_SECONDS_MAX = 5;

  private final Shipper shipper;
  private final Roster roster;
  private final StatusReport report;
  private final MetricsReport metrics;
  private final QueueOrders orders;
  private final String token;
  private final EpochClock clock;

  ShipperDesk(
      Shipper shipper,
      Roster roster,
      StatusReport report,
      MetricsReport metrics,
      String token,
      EpochClock clock) {
    this.shipper = shipper;
    this.roster = roster;
    this.report = report;
    this.metrics = metrics;
    this.orders = new QueueOrders(clock);
    this.token = token;
    this.clock = clock;
  }

  @Override
  public Answer health() {
    long silentNanos = clock.nanoTime() - shipper.heartbeatNanos();
    boolean alive = silentNanos < HEARTBEAT_NANOS_MAX;
    long seconds = TimeUnit.NANOSECONDS.toSeconds(silentNanos);
    return Answer.json(
        alive ? 200 : 503, "{\"alive\":" + alive + ",\"last_round_seconds_ago\":" + seconds + "}");
  }

  @Override
  public Answer readiness() {
    return onShippingThread(() -> Answer.json(report.isReady() ? 200 : 503, report.readiness()));
  }

  @Override
  public Answer status() {
    return onShippingThread(() -> Answer.json(200, report.json()));
  }

  @Override
  public Answer metrics() {
    return onShippingThread(() -> new Answer(200, Exposition.CONTENT_TYPE, metrics.text()));
  }

  @Override
  public Answer order(Order order, String queueName, String shownToken, String body) {
    byte[] shown = shownToken.getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(shown, token.getBytes(StandardCharsets.UTF_8))) {
      return Answer.json(
          401, "{\"error\":\"show the token in the queue's admin.token as a bearer token\"}");
    }
    return onShippingThread(() -> {
      QueueLane queue = roster.held(queueName);
      return queue == null
          ? Answer.json(404, "{\"error\":\"this shipper holds no queue of that name\"}")
          : orders.carryOut(order, queue, body);
    });
  }

  private Answer onShippingThread(Supplier<Answer> question) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    shipper.ask(() -> {
      try {
        answer.complete(question.get());
      } catch (RuntimeException bug) {
        answer.completeExceptionally(bug);
      }
    });
    try {
      return answer.get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (TimeoutException busy) {
      return Answer.json(503, "{\"error\":\"the shipping thread does not answer\"}");
    } catch (ExecutionException bug) {
      log.error("an answer of the admin server failed by a bug", bug.getCause());
      return Answer.json(500, "{\"error\":\"a bug; the log has more\"}");
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return Answer.json(503, "{\"error\":\"stopping\"}");
    }
  }
}
