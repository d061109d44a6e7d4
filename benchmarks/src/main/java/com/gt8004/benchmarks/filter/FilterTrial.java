package com.gt8004.benchmarks.filter;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.servlet.GT8004Filter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Two servers in one process, one with the filter and a logger whose queue is on the disk, asked in
 * turns of a fraction of a second, so that whatever the machine does meanwhile meets both. Latency is
 * of one client that sends and gets 2 KB; throughput is of "hello" to as many clients as keep all cores
 * busy, who live in the same process and take their share of them.
 */
public final class FilterTrial {
  private static final double ADDED_MICROS_MAX = 20;
  private static final double THROUGHPUT_LOSS_MAX = 0.05;
  private static final double MASK_MICROS_MAX = 8;

  private static final int TURNS = 10;
  private static final int EXCHANGES_OF_A_TURN = 400;
  private static final long LOAD_MILLIS = 400;
  private static final int CLIENTS = 2 * Runtime.getRuntime().availableProcessors();
  private static final String POST = "POST /chat HTTP/1.1\r\nContent-Type: application/json"
      + "\r\nUser-Agent: bench/1\r\nContent-Length: ";
  private static final String GET = "GET /hello HTTP/1.1\r\nUser-Agent: bench/1";

  private final Path folder;
  private final Consumer<String> out;

  /**
   * A trial.
   *
   * @param folder for the queue, on the disk that is measured
   */
  public FilterTrial(Path folder, Consumer<String> out) {
    this.folder = folder;
    this.out = out;
  }

  private record Round(
      double plainMicros, double filteredMicros, double plainRate, double filteredRate) {
    double addedMicros() {
      return filteredMicros - plainMicros;
    }

    double loss() {
      return 1 - filteredRate / plainRate;
    }
  }

  /** Runs so many rounds after one to warm up; whether all limits were kept. */
  public boolean run(int rounds) throws IOException, InterruptedException {
    List<Round> all = new ArrayList<>();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (GT8004Logger logger =
            GT8004Logger.builder().agentId("bench").queueRoot(folder).build();
        Agent plain = new Agent(null);
        Agent filtered = new Agent(GT8004Filter.builder(logger).build())) {
      for (int i = 0; i < 3; i++) {
        round(plain.port(), filtered.port(), clients);
      }
      for (int i = 1; i <= rounds; i++) {
        Round round = round(plain.port(), filtered.port(), clients);
        all.add(round);
        out.accept(
            "round %d: p50 %.1f us plain, %.1f us filtered (+%.1f); hello %,.0f/s plain, %,.0f/s filtered (%.1f %% less)"
                .formatted(
                    i,
                    round.plainMicros,
                    round.filteredMicros,
                    round.addedMicros(),
                    round.plainRate,
                    round.filteredRate,
                    100 * round.loss()));
      }
    } finally {
      clients.shutdownNow();
    }
    double added = MaskTrial.median(all.stream().mapToDouble(Round::addedMicros).toArray());
    double loss = MaskTrial.median(all.stream().mapToDouble(Round::loss).toArray());
    boolean addsLittle = judge("filter adds to p50 of 2 KB each way, us", added, ADDED_MICROS_MAX);
    boolean costsLittle =
        judge("filter costs of hello's throughput, %", 100 * loss, 100 * THROUGHPUT_LOSS_MAX);
    boolean masksFast = masks();
    return addsLittle && costsLittle && masksFast;
  }

  private boolean masks() {
    MaskTrial trial = new MaskTrial();
    boolean kept = true;
    for (MaskTrial.Figure figure : trial.run()) {
      out.accept("%s of 2 KB: copied in %.2f us".formatted(figure.body(), figure.copyMicros()));
      kept &=
          judge("masking " + figure.body() + " of 2 KB, us", figure.maskMicros(), MASK_MICROS_MAX);
    }
    return kept && trial.sum() != 0;
  }

  private boolean judge(String what, double measured, double limit) {
    boolean kept = measured < limit;
    out.accept("%s: %.2f (limit %.0f) %s".formatted(what, measured, limit, kept ? "ok" : "FAILED"));
    return kept;
  }

  private static Round round(int plain, int filtered, ExecutorService clients)
      throws IOException, InterruptedException {
    String body = Bodies.chat();
    double[] plainNanos = new double[TURNS * EXCHANGES_OF_A_TURN];
    double[] filteredNanos = new double[TURNS * EXCHANGES_OF_A_TURN];
    double plainRate = 0;
    double filteredRate = 0;
    try (Connection toPlain = new Connection(plain, POST + body.length(), body);
        Connection toFiltered = new Connection(filtered, POST + body.length(), body)) {
      for (int turn = 0; turn < TURNS; turn++) {
        boolean plainFirst = turn % 2 == 0;
        time(plainFirst ? toPlain : toFiltered, plainFirst ? plainNanos : filteredNanos, turn);
        time(plainFirst ? toFiltered : toPlain, plainFirst ? filteredNanos : plainNanos, turn);
      }
    }
    for (int turn = 0; turn < TURNS; turn++) {
      boolean plainFirst = turn % 2 == 0;
      double first = rate(plainFirst ? plain : filtered, clients);
      double second = rate(plainFirst ? filtered : plain, clients);
      plainRate += (plainFirst ? first : second) / TURNS;
      filteredRate += (plainFirst ? second : first) / TURNS;
    }
    return new Round(
        MaskTrial.median(plainNanos) / 1e3,
        MaskTrial.median(filteredNanos) / 1e3,
        plainRate,
        filteredRate);
  }

  private static void time(Connection connection, double[] nanos, int turn) throws IOException {
    for (int i = 0; i < EXCHANGES_OF_A_TURN; i++) {
      long start = System.nanoTime();
      connection.exchange();
      nanos[turn * EXCHANGES_OF_A_TURN + i] = System.nanoTime() - start;
    }
  }

  /** Answers in a second to all clients together. */
  private static double rate(int port, ExecutorService clients)
      throws IOException, InterruptedException {
    List<Future<Double>> rates = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Callable<Double> client = () -> {
        long done = 0;
        try (Connection connection = new Connection(port, GET, "")) {
          long start = System.nanoTime();
          long end = start + LOAD_MILLIS * 1_000_000;
          while (System.nanoTime() < end) {
            connection.exchange();
            done++;
          }
          return done * 1e9 / (System.nanoTime() - start);
        }
      };
      rates.add(clients.submit(client));
    }
    double sum = 0;
    for (Future<Double> rate : rates) {
      try {
        sum += rate.get();
      } catch (ExecutionException failure) {
        throw new IOException("a client failed: " + failure.getCause(), failure);
      }
    }
    return sum;
  }
}
