package com.gt8004.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.child.BackgroundChild;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.ProgressLine;
import com.gt8004.cli.entry.QueueCounts;
import com.gt8004.sdk.queue.EpochClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One run of the demo, told in order: start, load, drain, count, stop. */
final class Demo {
  private static final int LOOP_MILLIS = 200;
  private static final Duration COUNT_EVERY = Duration.ofSeconds(1);
  private static final Duration DRAIN = Duration.ofMinutes(2);

  private final Console console;
  private final EpochClock clock;
  private final DemoPlan plan;
  private final ProgressLine progress;
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private QueueCounts counts = new QueueCounts(0, 0, 0);
  private long countedNanos;
  private boolean failed = true;

  Demo(Console console, EpochClock clock, DemoPlan plan) {
    this.console = console;
    this.clock = clock;
    this.plan = plan;
    this.progress = new ProgressLine(console, clock, Duration.ZERO);
  }

  /** The exit code. */
  int run() throws IOException, InterruptedException {
    DemoFolder folder = DemoFolder.create();
    DemoStage stage = new DemoStage(folder, plan.thinkMillis());
    Thread hook = new Thread(() -> interrupted(stage, folder), "stop-demo");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      int exitCode = play(stage);
      failed = exitCode != ExitCode.OK.code();
      return exitCode;
    } finally {
      progress.close();
      if (interrupted.getCount() > 0) {
        stage.close();
        clear(folder);
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
  }

  private int play(DemoStage stage) throws IOException, InterruptedException {
    say("starting the analytics service with its database, the shipper and the sample agent");
    stage.start(plan.chaos() ? Chaos.CRASH_POINT : null);
    announce(stage);
    try (LoadClient load =
        new LoadClient(stage.agent().url(), plan.entries(), plan.perSecond(), clock)) {
      load.start();
      Chaos chaos = plan.chaos() ? new Chaos(stage, plan.entries(), clock, this::say) : null;
      load(stage, load, chaos);
      stage.agent().stop();
      drain(stage, load, chaos);
      int exitCode = count(stage, load, chaos);
      if (!plan.exit()) {
        say("the dashboard stays at " + stage.analytics().url() + " until Ctrl-C");
        console.flush();
        interrupted.await();
      }
      return exitCode;
    }
  }

  private void announce(DemoStage stage) {
    say("dashboard      " + stage.analytics().dashboard());
    say("sample agent   " + stage.agent().url()
        + "  (POST /chat, /tools/search, /tools/translate, /tools/gas_price)");
    say("shipper admin  http://127.0.0.1:" + stage.shipper().adminPort() + "/status");
    say("commands       export " + String.join(" ", stage.variables()));
    String connection = console.environment().get("SSH_CONNECTION");
    if (connection != null) {
      // "client address, client port, server address, server port"
      String[] parts = connection.split(" ", -1);
      String host = parts.length > 2 ? parts[2] : "THIS-HOST";
      int port = stage.analytics().port();
      say("from your own machine: ssh -L " + port + ":127.0.0.1:" + port + " "
          + System.getProperty("user.name") + "@" + host + "  then open "
          + stage.analytics().url());
    }
  }

  private void load(DemoStage stage, LoadClient load, @Nullable Chaos chaos)
      throws IOException, InterruptedException {
    while (!load.finished() || (chaos != null && !chaos.over())) {
      step(stage, load, chaos);
    }
  }

  private void drain(DemoStage stage, LoadClient load, @Nullable Chaos chaos)
      throws IOException, InterruptedException {
    long deadline = clock.nanoTime() + DRAIN.toNanos();
    counts = QueueCounts.of(stage.queue());
    while (counts.backlog() > 0) {
      if (clock.nanoTime() - deadline > 0) {
        say("still waiting to be shipped after " + DRAIN.toSeconds() + " s: " + counts.backlog()
            + " entries; counting what is there");
        return;
      }
      step(stage, load, chaos);
      counts = QueueCounts.of(stage.queue());
    }
  }

  private int count(DemoStage stage, LoadClient load, @Nullable Chaos chaos)
      throws IOException, InterruptedException {
    say("counting the table");
    TableCount table = new TableCount();
    stage.analytics().export(DemoStage.AGENT_ID, table::row);
    JsonNode service = stage.analytics().counters(DemoStage.AGENT_ID);
    counts = QueueCounts.of(stage.queue());
    Acknowledgements acknowledged = stage.agent().acknowledgements();
    Reconciliation result = new Reconciliation(
        counts.appended(),
        acknowledged.count(),
        counts.delivered(),
        table.stored(),
        table.duplicates(),
        service.path("duplicate_entries").asLong(),
        service.path("duplicate_batches").asLong(),
        table.missing(acknowledged.numbers()),
        counts.deadLetters(),
        chaos == null ? 0 : chaos.kills(),
        progress.seconds());
    progress.close();
    if (plan.json()) {
      console.out(result.json());
    } else {
      result.text().forEach(console::out);
    }
    return new Verdict(
            result,
            table,
            new LoadSeen(load.answered(), load.altered()),
            counts.backlog(),
            chaos == null ? null : new ChaosDone(chaos.kills(), chaos.agentKills()))
        .tell(this::say)
        .code();
  }

  private void step(DemoStage stage, LoadClient load, @Nullable Chaos chaos)
      throws IOException, InterruptedException {
    if (chaos != null) {
      chaos.step(load.answered());
    }
    check(stage);
    showCounts(stage, load);
    if (interrupted.await(LOOP_MILLIS, TimeUnit.MILLISECONDS)) {
      throw CommandFailure.failed("stopped");
    }
  }

  private void check(DemoStage stage) throws InterruptedException {
    BackgroundChild dead = stage.dead();
    if (dead == null) {
      return;
    }
    // Ctrl-C reaches the children as well, and they may be quicker than our own notice of it.
    if (!interrupted.await(1, TimeUnit.SECONDS)) {
      throw DemoJava.ended(dead);
    }
    throw CommandFailure.failed("stopped");
  }

  private void showCounts(DemoStage stage, LoadClient load) throws IOException {
    long now = clock.nanoTime();
    if (now - countedNanos >= COUNT_EVERY.toNanos()) {
      counts = QueueCounts.of(stage.queue());
      countedNanos = now;
    }
    progress.show(String.format(
        Locale.ROOT,
        "%.0f s  answered %,d  acknowledged %,d  delivered %,d  waiting %,d",
        progress.seconds(),
        load.answered(),
        stage.agent().acknowledgements().count(),
        counts.delivered(),
        counts.backlog()));
  }

  private void say(String line) {
    progress.close();
    console.err("gt8004 demo: " + line);
  }

  private void interrupted(DemoStage stage, DemoFolder folder) {
    interrupted.countDown();
    try {
      stage.close();
      failed = false;
      clear(folder);
    } catch (IOException | InterruptedException e) {
      say("stopping: " + e.getMessage());
    }
  }

  private void clear(DemoFolder folder) throws IOException {
    if (plan.keep() || failed) {
      say("queue, database and logs stay in " + folder.path());
    } else {
      folder.remove();
    }
  }
}
