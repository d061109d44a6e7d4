package com.gt8004.cli.demo;

import com.gt8004.cli.http.LocalHttp;
import com.gt8004.sdk.queue.EpochClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends numbered requests over several connections. A number is used once: a request that failed may
 * have been logged or not, and is never sent again. Goes on until so many were answered.
 */
final class LoadClient implements AutoCloseable {
  static final int CONNECTIONS = 8;
  private static final Duration WHOLE_CALL = Duration.ofSeconds(10);

  /** While the agent is down each connection tries that often; faster would only burn numbers. */
  private static final long AFTER_FAILURE_MILLIS = 50;

  private final LocalHttp http = new LocalHttp(WHOLE_CALL);
  private final String agentUrl;
  private final long wanted;
  private final int perSecond;
  private final EpochClock clock;
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong altered = new AtomicLong();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(CONNECTIONS);
  private long startedNanos;

  /**
   * @param wanted how many answers; 0 for no end
   * @param perSecond how many requests a second; 0 for as many as go
   */
  LoadClient(String agentUrl, long wanted, int perSecond, EpochClock clock) {
    this.agentUrl = agentUrl;
    this.wanted = wanted;
    this.perSecond = perSecond;
    this.clock = clock;
  }

  void start() {
    startedNanos = clock.nanoTime();
    for (int i = 0; i < CONNECTIONS; i++) {
      Thread thread = new Thread(this::run, "load-" + i);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Requests sent, answered or not. */
  long sent() {
    return numbers.get();
  }

  long answered() {
    return answered.get();
  }

  /** Answers that were not what the agent says to that number. */
  long altered() {
    return altered.get();
  }

  boolean finished() {
    return finished.getCount() == 0;
  }

  private void run() {
    try {
      while (stopped.getCount() > 0 && (wanted == 0 || answered.get() < wanted)) {
        if (!exchange(new DemoRequest(numbers.incrementAndGet()))) {
          stopped.await(AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS);
        }
        keepPace();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      finished.countDown();
    }
  }

  private boolean exchange(DemoRequest request) throws InterruptedException {
    try {
      LocalHttp.Reply reply = http.post(
          URI.create(agentUrl + request.path()),
          Map.of("Content-Type", "application/json", "X-Customer-ID", request.customer()),
          request.requestBody());
      answered.incrementAndGet();
      if (reply.status() != request.status() || !reply.body().equals(request.replyBody())) {
        altered.incrementAndGet();
      }
      return true;
    } catch (IOException agentIsDown) {
      return false;
    }
  }

  private void keepPace() throws InterruptedException {
    if (perSecond > 0) {
      long due = startedNanos + (long) (numbers.get() * 1e9 / perSecond);
      long waitNanos = due - clock.nanoTime();
      if (waitNanos > 0) {
        stopped.await(waitNanos, TimeUnit.NANOSECONDS);
      }
    }
  }

  @Override
  public void close() {
    stopped.countDown();
  }
}
