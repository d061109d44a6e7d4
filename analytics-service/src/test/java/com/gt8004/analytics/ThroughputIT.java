package com.gt8004.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.analytics.store.Floor;
import com.gt8004.analytics.testing.Entries;
import com.gt8004.analytics.testing.TestService;
import com.gt8004.analytics.time.ServiceClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What HTTP, JSON and checks cost beside the same rows by the same statement straight through JDBC. */
@Tag("torture")
class ThroughputIT {
  private static final int BATCH = 500;
  private static final int BATCHES = 60;
  private static final int CLIENTS = 4;
  private static final int ROUNDS = 3;

  private interface Send {
    void batch(int client, int number) throws Exception;
  }

  private record Rate(double rowsPerSecond, double p99Millis) {}

  private static Rate measure(Send send) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    AtomicInteger next = new AtomicInteger();
    long[] nanos = new long[BATCHES];
    long begin = ServiceClock.system().nanoTime();
    List<Future<?>> running = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      int own = client;
      running.add(threads.submit(() -> {
        for (int number = next.getAndIncrement();
            number < BATCHES;
            number = next.getAndIncrement()) {
          long sent = ServiceClock.system().nanoTime();
          send.batch(own, number);
          nanos[number] = ServiceClock.system().nanoTime() - sent;
        }
        return null;
      }));
    }
    for (Future<?> each : running) {
      each.get();
    }
    double seconds = (ServiceClock.system().nanoTime() - begin) / 1e9;
    threads.shutdown();
    Arrays.sort(nanos);
    return new Rate(BATCH * BATCHES / seconds, nanos[BATCHES * 99 / 100] / 1e6);
  }

  @Test
  void http_isAtLeastSeventyPerCentOfTheFloor() throws Exception {
    TestService service = TestService.shared();
    List<Double> shares = new ArrayList<>();
    for (int round = 0; round < ROUNDS + 1; round++) {
      Entries entries = Entries.random(new Random(round), UUID.randomUUID(), BATCH * BATCHES);
      String[] bodies = IntStream.range(0, BATCHES)
          .mapToObj(batch -> entries.batch(
              IntStream.range(batch * BATCH, (batch + 1) * BATCH).boxed().toList()))
          .toArray(String[]::new);
      String[] keys = new String[CLIENTS];
      for (int client = 0; client < CLIENTS; client++) {
        keys[client] = service.addAgent("http-" + round + "-" + client);
        service.addAgent("floor-" + round + "-" + client);
      }
      String floorAgent = "floor-" + round + "-";
      Floor floor = new Floor(service.database(), bodies);
      long cpu = Floor.postgresCpuMicros();
      Rate straight = measure((client, number) -> floor.store(floorAgent + client, number));
      long floorCpu = Floor.postgresCpuMicros() - cpu;
      Rate http = measure((client, number) ->
          assertThat(service.ingest(keys[client], bodies[number]).status()).isEqualTo(200));
      long httpCpu = Floor.postgresCpuMicros() - cpu - floorCpu;
      System.out.printf(
          "round %d: floor %.0f rows/s, p99 %.1f ms, PostgreSQL %.1f us a row; HTTP %.0f rows/s, p99 %.1f ms, %.1f us a row%n",
          round,
          straight.rowsPerSecond(),
          straight.p99Millis(),
          floorCpu / (double) (BATCH * BATCHES),
          http.rowsPerSecond(),
          http.p99Millis(),
          httpCpu / (double) (BATCH * BATCHES));
      if (round > 0) {
        shares.add(http.rowsPerSecond() / straight.rowsPerSecond());
      }
    }
    shares.sort(null);
    assertThat(shares.get(ROUNDS / 2)).as("median share of the floor").isGreaterThan(0.7);
  }
}
