package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.admin.AdminDesk;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Answers the admin server by asking the shipping thread, which alone knows. Thread-safe. */
final class ShipperDesk implements AdminDesk {
  /** A round takes milliseconds, with a slow disk a force or two; silence beyond this is an illness. */
  private static final long HEARTBEAT_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

  private static final long ANSWER_SECONDS_MAX = 5;

  private final Shipper shipper;
  private final Roster roster;
  private final StatusReport report;
  private final String token;
  private final EpochClock clock;

  ShipperDesk(Shipper shipper, Roster roster, StatusReport report, String token, EpochClock clock) {
    this.shipper = shipper;
    this.roster = roster;
    this.report = report;
    this.token = token;
    this.clock = clock;
  }

  @Override
  public Answer health() {
    long silentNanos = clock.nanoTime() - shipper.heartbeatNanos();
    boolean alive = silentNanos < HEARTBEAT_NANOS_MAX;
    long seconds = TimeUnit.NANOSECONDS.toSeconds(silentNanos);
    return new Answer(
        alive ? 200 : 503, "{\"alive\":" + alive + ",\"last_round_seconds_ago\":" + seconds + "}");
  }

  @Override
  public Answer readiness() {
    return onShippingThread(() -> new Answer(report.isReady() ? 200 : 503, report.readiness()));
  }

  @Override
  public Answer status() {
    return onShippingThread(() -> new Answer(200, report.json()));
  }

  @Override
  public Answer shipNow(String queueName, String shownToken) {
    byte[] shown = shownToken.getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(shown, token.getBytes(StandardCharsets.UTF_8))) {
      return new Answer(
          401, "{\"error\":\"show the token in the queue's admin.token as a bearer token\"}");
    }
    return onShippingThread(() -> {
      QueueLane queue = roster.held(queueName);
      if (queue == null) {
        return new Answer(404, "{\"error\":\"this shipper holds no queue of that name\"}");
      }
      queue.journals().open().forEach(JournalLane::shipNow);
      return new Answer(202, "{\"status\":\"shipping\"}");
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
      return new Answer(503, "{\"error\":\"the shipping thread does not answer\"}");
    } catch (ExecutionException bug) {
      return new Answer(500, "{\"error\":\"a bug; the log has more\"}");
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return new Answer(503, "{\"error\":\"stopping\"}");
    }
  }
}
