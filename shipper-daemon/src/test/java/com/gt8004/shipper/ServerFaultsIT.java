package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.EpochClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault that a server can show, before a whole shipper over HTTP: the table's action, no more
 * requests than it allows, and everything delivered afterwards. In the normal build the shipper's time
 * goes {@value #TIMES} times as fast; the real times, and what they are held to, come with
 * {@code -Ptorture}.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ServerFaultsIT {
  private static final int TIMES = 50;
  private static final Duration ILL = Duration.ofSeconds(60);

  /** From the end of a fault to a fresh entry in the table. */
  private static final double FRESH_SECONDS_MAX = 45;

  @TempDir
  Path folder;

  @Test
  void everyFault_getsItsActionAndLosesNothing() throws Exception {
    List<FaultRun.Report> reports = fallAll(new FastClock(TIMES), 200);
    assertThat(reports).hasSize(FaultCase.all().size());
  }

  @Test
  @Tag("torture")
  void everyFaultInRealTime_isOverWithin45Seconds() throws Exception {
    List<FaultRun.Report> reports = fallAll(null, 10_000);
    System.out.println(FaultRun.Report.head());
    reports.forEach(System.out::println);
    assertThat(reports)
        .allSatisfy(
            report -> assertThat(report.freshSeconds()).isLessThanOrEqualTo(FRESH_SECONDS_MAX));
  }

  /** All at the same time, each with its own server, queue and shipper: they mostly wait. */
  private List<FaultRun.Report> fallAll(FastClock fast, int backlog) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Callable<FaultRun.Report>> runs = new ArrayList<>();
      for (FaultCase fault : FaultCase.all()) {
        runs.add(() -> fall(fault, fast, backlog));
      }
      List<FaultRun.Report> reports = new ArrayList<>();
      for (Future<FaultRun.Report> report : threads.invokeAll(runs)) {
        reports.add(report.get());
      }
      return reports;
    } finally {
      threads.shutdownNow();
    }
  }

  private FaultRun.Report fall(FaultCase fault, FastClock fast, int backlog) throws Exception {
    try (FaultyServer server = new FaultyServer();
        FaultRun run = new FaultRun(
            folder.resolve(fault.name().replace(' ', '-')),
            server,
            fast == null ? EpochClock.system() : fast,
            FaultRun.policy(
                URI.create("http://127.0.0.1:" + server.port() + "/v1/ingest"), fast))) {
      return run.fall(fault, ILL, backlog);
    }
  }
}
