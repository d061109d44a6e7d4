package com.gt8004.shipper.retain;

import com.gt8004.sdk.queue.EpochClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What retention would remove now, and what stays of all that is settled.
 *
 * @param due in the order in which it goes
 * @param leased whether a replay keeps what is old or too much
 */
public record RetentionPlan(List<Line> due, int keptFiles, long keptBytes, boolean leased) {
  /**
   * A file, or with its last file a journal, that goes.
   *
   * @param whole whether its journal goes with it, which takes a second look a minute after the first
   * @param settledAt when it was settled, at the latest
   */
  public record Line(SettledCycle cycle, DueCycle.Why why, boolean whole, Instant settledAt) {}

  /** Joins what is due by its files with what is due as a whole. */
  public static RetentionPlan of(
      List<SettledCycle> settled,
      List<DueCycle> due,
      boolean leased,
      Map<UUID, DueCycle.Why> whole,
      EpochClock clock) {
    List<Line> lines = new ArrayList<>();
    Set<SettledCycle> going = new HashSet<>();
    for (DueCycle each : due) {
      lines.add(line(each.cycle(), each.why(), clock));
      going.add(each.cycle());
    }
    int keptFiles = 0;
    long keptBytes = 0;
    for (SettledCycle cycle : settled) {
      DueCycle.Why why = whole.get(cycle.journal().id());
      if (!going.contains(cycle) && why != null) {
        lines.add(line(cycle, why, clock));
      } else if (!going.contains(cycle)) {
        keptFiles++;
        keptBytes += cycle.bytes();
      }
    }
    return new RetentionPlan(List.copyOf(lines), keptFiles, keptBytes, leased);
  }

  private static Line line(SettledCycle cycle, DueCycle.Why why, EpochClock clock) {
    Duration age = Duration.ofNanos(clock.nanoTime() - cycle.settledNanos());
    return new Line(cycle, why, cycle.last(), clock.now().minus(age));
  }
}
