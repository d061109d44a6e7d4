package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.queue.EpochClock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
    assertThat(reports).allSatisfy(report -> assertThat(report.freshSeconds())
        .isLessThanOrEqualTo(FRESH_SECONDS_MAX));
  }

  @Test
  @Tag("torture")
  void wrongCertificate_isOverWithin45Seconds() throws Exception {
    Certificates certificates = new Certificates(folder);
    FaultCase fault = new FaultCase(
        "certificate of another host",
        server -> server.greetWith(certificates.greeting("elsewhere")),
        FaultCase.Kind.CONFIGURATION);
    try (Certificates.Trust unused = certificates.trust();
        FaultyServer server = new FaultyServer(certificates.greeting("localhost"));
        FaultRun run = run(fault, server, "https://localhost:", null)) {
      FaultRun.Report report = run.fall(fault, ILL, 10_000);
      System.out.println(report);
      assertThat(report.state()).isEqualTo(ShipperState.BAD_CERTIFICATE);
      assertThat(report.freshSeconds()).isLessThanOrEqualTo(FRESH_SECONDS_MAX);
    }
  }

  /** In a process of its own, since a Java looks names up in a file from its start or never. */
  @Test
  @Tag("torture")
  void unknownName_isOverWithin45Seconds() throws Exception {
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
    Path root = folder.resolve("queues");
    try (FaultyServer server = new FaultyServer();
        GT8004Logger logger =
            GT8004Logger.builder().agentId(ShipperRig.AGENT).queueRoot(root).build();
        ShipperChild shipper = ShipperChild.start(
            List.of(ShipperChild.java(), "-Djdk.net.hosts.file=" + hosts),
            ShipperChild.classPath(),
            root,
            "http://ingest.test:" + server.port() + "/v1/ingest",
            Map.of("GT8004_ALLOW_PLAIN_HTTP", "true"))) {
      ShipperRig.log(logger, 10_000);
      until(() -> shipper.said().contains("ingest.test is unknown"));
      long begun = System.nanoTime();
      until(() -> System.nanoTime() - begun >= ILL.toNanos());
      assertThat(server.requests()).isZero();
      Files.writeString(hosts, "127.0.0.1 localhost\n127.0.0.1 ingest.test\n");
      long mended = System.nanoTime();
      ShipperRig.log(logger, 1);
      until(() -> server.stored().size() == 10_001);
      double fresh = (System.nanoTime() - mended) / 1e9;
      System.out.printf("unknown name: a fresh entry after %.1f s%n", fresh);
      assertThat(fresh).isLessThanOrEqualTo(FRESH_SECONDS_MAX);
    }
  }

  @Test
  @Tag("torture")
  void retryAfter_isWaitedForAndNoMoreThanFiveSecondsLonger() throws Exception {
    int asked = 20;
    FaultCase fault = new FaultCase("retry-after", server -> {}, FaultCase.Kind.TRANSIENT);
    try (FaultyServer server = new FaultyServer();
        FaultRun run = run(fault, server, "http://127.0.0.1:", null)) {
      double[] seconds = run.askForPatience(asked);
      System.out.printf(
          "Retry-After: %d: the next request after %.1f s, all 10,000 and a fresh entry after %.1f s%n",
          asked, seconds[0], seconds[1]);
      assertThat(seconds[0]).isGreaterThanOrEqualTo(asked);
      assertThat(seconds[1]).isLessThanOrEqualTo(asked + 5);
    }
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
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
        FaultRun run = run(fault, server, "http://127.0.0.1:", fast)) {
      return run.fall(fault, ILL, backlog);
    }
  }

  private FaultRun run(FaultCase fault, FaultyServer server, String origin, FastClock fast) {
    URI url = URI.create(origin + server.port() + "/v1/ingest");
    return new FaultRun(
        folder.resolve(fault.name().replace(' ', '-')),
        server,
        fast == null ? EpochClock.system() : fast,
        FaultRun.policy(url, fast));
  }
}
