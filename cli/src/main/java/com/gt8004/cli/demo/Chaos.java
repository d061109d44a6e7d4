package com.gt8004.cli.demo;

import com.gt8004.sdk.queue.EpochClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Kills and stops on a plan, by how many requests were answered: each run meets each of them while
 * there is load. Stepped by the demo's loop.
 */
final class Chaos {
  /** The second reply of the service is received, and the process ends before it notes that: those entries go twice. */
  static final String CRASH_POINT = "shipper.after-reply:2";

  /** Fewer would be over before everything was tried. */
  static final long ENTRIES_MIN = 1_000;

  private static final Duration OUTAGE = Duration.ofSeconds(10);

  private final DemoStage stage;
  private final EpochClock clock;
  private final Consumer<String> narrator;
  private final Deque<Step> plan;
  private boolean serviceDown;
  private long downSinceNanos;
  private boolean crashed;
  private int kills;
  private int agentKills;

  private enum Deed {
    KILL_SHIPPER,
    KILL_AGENT,
    STOP_ANALYTICS
  }

  private record Step(long answered, Deed deed) {}

  /** @param entries how many requests will be answered */
  Chaos(DemoStage stage, long entries, EpochClock clock, Consumer<String> narrator) {
    this.stage = stage;
    this.clock = clock;
    this.narrator = narrator;
    this.plan = new ArrayDeque<>(List.of(
        new Step(entries * 25 / 100, Deed.KILL_SHIPPER),
        new Step(entries * 40 / 100, Deed.KILL_AGENT),
        new Step(entries * 55 / 100, Deed.STOP_ANALYTICS),
        new Step(entries * 80 / 100, Deed.KILL_AGENT)));
  }

  /** Does what is due; returns when that is done and what was killed runs again. */
  void step(long answered) throws InterruptedException {
    if (stage.shipper().crashedAsTold()) {
      crashed = true;
      kills++;
      stage.startShipper(null);
      narrator.accept("chaos: the shipper died between reply and checkpoint; started again");
    }
    if (serviceDown && clock.nanoTime() - downSinceNanos >= OUTAGE.toNanos()) {
      stage.startAnalytics();
      serviceDown = false;
      narrator.accept("chaos: the analytics service is back");
    }
    // The plan waits for the crash point: a shipper killed before it would never reach it.
    Step next = plan.peek();
    if (next != null && crashed && answered >= next.answered()) {
      plan.remove();
      commit(next.deed());
    }
  }

  /** How many processes were killed, the one at the crash point included. */
  int kills() {
    return kills;
  }

  /** How many of these were the agent, each with the requests that were under way. */
  int agentKills() {
    return agentKills;
  }

  /** Whether all was done and everything runs again. */
  boolean over() {
    return plan.isEmpty() && !serviceDown;
  }

  private void commit(Deed deed) throws InterruptedException {
    switch (deed) {
      case KILL_SHIPPER -> {
        stage.shipper().kill();
        kills++;
        stage.startShipper(null);
        narrator.accept("chaos: SIGKILL to the shipper; started again");
      }
      case KILL_AGENT -> {
        stage.agent().kill();
        kills++;
        agentKills++;
        stage.startAgent();
        narrator.accept("chaos: SIGKILL to the sample agent; started again");
      }
      case STOP_ANALYTICS -> {
        stage.analytics().stop();
        serviceDown = true;
        downSinceNanos = clock.nanoTime();
        narrator.accept("chaos: the analytics service is stopped for " + OUTAGE.toSeconds() + " s");
      }
    }
  }
}
