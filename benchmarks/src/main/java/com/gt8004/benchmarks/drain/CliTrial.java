package com.gt8004.benchmarks.drain;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.tail.JournalTailer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The command line on a large queue whose writer and shipper live; the receiver lets the shipper wait,
 * so that the backlog stays as large as it is. How long a look takes, how soon an entry is shown, and
 * what a command that runs on costs the writer, in interleaved pairs with and without it.
 */
public final class CliTrial {
  private static final int PAYLOAD_BYTES = 500;
  private static final int ENTRY_BYTES = 560;
  private static final int LOOKS = 10;
  private static final int PAIRS = 5;
  private static final long ENTRIES_OF_A_PAIR = 400_000;
  private static final double SECONDS_MAX = 1;
  private static final double SHARE_MIN = 0.95;
  private static final long WAIT_SECONDS = 600;
  private static final long WARM_UP_MILLIS = 1_000;

  private final Path folder;
  private final Path cli;
  private final Path log;
  private final Consumer<String> out;
  private final List<CliFigure> figures = new ArrayList<>();

  /**
   * A trial.
   *
   * @param folder that does not exist, on the disk to be measured
   * @param cli the program that people type
   */
  public CliTrial(Path folder, Path cli, Path log, Consumer<String> out) {
    this.folder = folder;
    this.cli = cli.toAbsolutePath();
    this.log = log;
    this.out = out;
  }

  /** Runs all and tells what must hold. */
  public List<CliFigure> run(long bytes, Path shipperJar, List<String> shipperJvm)
      throws IOException, InterruptedException {
    ShipperProcess.Start start = new ShipperProcess.Start(shipperJar, shipperJvm, Map.of());
    try (BuiltQueue queue = new BuiltQueue(folder, PAYLOAD_BYTES, log);
        SinkProcess sink = new SinkProcess(false, false, log)) {
      long entries = Math.max(1_000, bytes / ENTRY_BYTES);
      queue.append(entries);
      sink.hold();
      try (ShipperProcess shipper = new ShipperProcess(start, folder, sink.url(), 0, false, log)) {
        out.accept("queue of %,d entries, %,d MB, with its writer; shipper %d"
            .formatted(entries, bytes >> 20, shipper.pid()));
        long middle = end(queue.journal()) / 2;
        look("--version");
        look("status");
        look("inspect --sequence " + middle);
        look("tail");
        follow(queue);
        beside(queue, entries, "status --watch --interval 1");
        beside(queue, entries, "inspect --sequence " + middle);
        beside(queue, entries, "tail --follow --last 0");
        if (!shipper.isAlive()) {
          throw new IOException("the shipper ended, see " + log);
        }
      }
    }
    return List.copyOf(figures);
  }

  private static long end(JournalDirectory journal) {
    try (JournalTailer tailer = JournalTailer.open(journal)) {
      return tailer.endSequence();
    }
  }

  private ChildProcess start(String command) throws IOException {
    List<String> words = new ArrayList<>(List.of(cli.toString()));
    words.addAll(List.of(command.split(" ", -1)));
    return new ChildProcess(words, Map.of("GT8004_QUEUE_ROOT", folder.toString()), log);
  }

  private double seconds(String command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (ChildProcess process = start(command)) {
      int exitCode = process.exitCode(WAIT_SECONDS);
      if (exitCode != 0) {
        throw new IOException("gt8004 " + command + " ended with " + exitCode + ", see " + log);
      }
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private void look(String command) throws IOException, InterruptedException {
    seconds(command); // what is not in the page cache is the disk's
    double[] seconds = new double[LOOKS];
    for (int i = 0; i < LOOKS; i++) {
      seconds[i] = seconds(command);
    }
    Arrays.sort(seconds);
    double median = seconds[LOOKS / 2];
    tell(
        "gt8004 " + command,
        median <= SECONDS_MAX,
        "%.2f s (median of %d, most %.2f s)".formatted(median, LOOKS, seconds[LOOKS - 1]));
  }

  private void follow(BuiltQueue queue) throws IOException, InterruptedException {
    try (ChildProcess tail = start("tail --follow --last 1 --output ndjson")) {
      tail.await("{\"entry_id\"", WAIT_SECONDS); // it follows from here
      double most = 0;
      for (int i = 0; i < LOOKS; i++) {
        long start = System.nanoTime();
        queue.append(1);
        tail.await("{\"entry_id\"", WAIT_SECONDS);
        most = Math.max(most, (System.nanoTime() - start) / 1e9);
      }
      tell(
          "tail --follow shows an entry",
          most <= SECONDS_MAX,
          "%.3f s at most of %d".formatted(most, LOOKS));
    }
  }

  private void beside(BuiltQueue queue, long entries, String command)
      throws IOException, InterruptedException {
    long count = Math.min(ENTRIES_OF_A_PAIR, entries);
    double[] shares = new double[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      double without;
      double with;
      if (i % 2 == 0) {
        without = perSecond(queue, count);
        with = perSecondBeside(queue, count, command);
      } else {
        with = perSecondBeside(queue, count, command);
        without = perSecond(queue, count);
      }
      shares[i] = with / without;
      out.accept("  pair %d: %,.0f k/s without, %,.0f k/s with %s"
          .formatted(i + 1, without / 1e3, with / 1e3, command));
    }
    Arrays.sort(shares);
    double median = shares[PAIRS / 2];
    tell(
        "appends/s beside gt8004 " + command,
        median >= SHARE_MIN,
        "%.3f of without (median of %d pairs)".formatted(median, PAIRS));
  }

  /** What earlier runs left to be written is written before, or this one pays for it. */
  private double perSecond(BuiltQueue queue, long count) throws IOException, InterruptedException {
    new ProcessBuilder("sync", "-f", folder.toString()).start().waitFor();
    long start = System.nanoTime();
    queue.append(count);
    return count * 1e9 / (System.nanoTime() - start);
  }

  /** Commands that end are begun anew, so that one always runs. */
  private double perSecondBeside(BuiltQueue queue, long count, String command)
      throws IOException, InterruptedException {
    boolean[] over = new boolean[1];
    Object lock = new Object();
    Thread runs = new Thread(() -> {
      boolean ended = false;
      while (!ended) {
        try (ChildProcess process = start(command)) {
          while (process.isAlive() && !ended) {
            synchronized (lock) {
              lock.wait(20);
              ended = over[0];
            }
          }
        } catch (IOException e) {
          throw new IllegalStateException(e);
        } catch (InterruptedException e) {
          return;
        }
        synchronized (lock) {
          ended = over[0];
        }
      }
    });
    runs.start();
    Thread.sleep(WARM_UP_MILLIS); // it reads its classes
    double perSecond = perSecond(queue, count);
    synchronized (lock) {
      over[0] = true;
      lock.notifyAll();
    }
    runs.join();
    return perSecond;
  }

  private void tell(String what, boolean holds, String measured) {
    CliFigure figure = new CliFigure(what, measured, holds);
    figures.add(figure);
    out.accept(figure.line());
  }
}
