package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.replay.Segment;
import com.gt8004.shipper.replay.SegmentFinder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what a replay would send. */
final class ReplayPlan {
  private static final int SAMPLE_MAX = 5;

  private ReplayPlan() {}

  static Replay.Plan of(List<SegmentFinder.Found> found, EntryFilter filter, EpochClock clock) {
    List<Segment> segments =
        found.stream().flatMap(each -> each.segments().stream()).toList();
    long unsettled = found.stream().mapToLong(SegmentFinder.Found::unsettled).sum();
    try (SegmentEntries entries = new SegmentEntries(segments, filter, clock)) {
      return filter == EntryFilter.ALL
          ? estimate(found, unsettled, entries)
          : count(unsettled, entries);
    }
  }

  private static Replay.Plan estimate(
      List<SegmentFinder.Found> found, long unsettled, SegmentEntries entries) {
    long count = 0;
    double bytes = 0;
    long firstMicros = Long.MAX_VALUE;
    long lastMicros = Long.MIN_VALUE;
    for (SegmentFinder.Found each : found) {
      count += each.entries();
      bytes += each.entries() * each.bytesPerEntry();
      if (each.entries() > 0) {
        firstMicros = Math.min(firstMicros, each.firstAppendMicros());
        lastMicros = Math.max(lastMicros, each.lastAppendMicros());
      }
    }
    List<Replay.Sample> sample = new ArrayList<>();
    while (sample.size() < SAMPLE_MAX) {
      ReplaySource.Step step = entries.step();
      if (step == ReplaySource.Step.ENTRY) {
        sample.add(sampleOf(entries));
      } else if (step != ReplaySource.Step.PASSED) {
        break;
      }
    }
    return plan(count, Math.round(bytes), firstMicros, lastMicros, unsettled, sample);
  }

  /** Reads all of it; what a living writer's file does not show now is left out. */
  private static Replay.Plan count(long unsettled, SegmentEntries entries) {
    long count = 0;
    long bytes = 0;
    long firstMicros = Long.MAX_VALUE;
    long lastMicros = Long.MIN_VALUE;
    List<Replay.Sample> sample = new ArrayList<>();
    for (ReplaySource.Step step = entries.step();
        step == ReplaySource.Step.ENTRY || step == ReplaySource.Step.PASSED;
        step = entries.step()) {
      if (step == ReplaySource.Step.PASSED) {
        continue;
      }
      count++;
      bytes += entries.payload().length;
      firstMicros = Math.min(firstMicros, entries.appendMicros());
      lastMicros = Math.max(lastMicros, entries.appendMicros());
      if (sample.size() < SAMPLE_MAX) {
        sample.add(sampleOf(entries));
      }
    }
    return plan(count, bytes, firstMicros, lastMicros, unsettled, sample);
  }

  private static Replay.Sample sampleOf(SegmentEntries entries) {
    return new Replay.Sample(
        entries.id(),
        EpochClock.instantOf(entries.appendMicros()),
        new String(entries.payload(), StandardCharsets.UTF_8));
  }

  private static Replay.Plan plan(
      long count,
      long bytes,
      long firstMicros,
      long lastMicros,
      long unsettled,
      List<Replay.Sample> sample) {
    return new Replay.Plan(
        count, bytes, time(count, firstMicros), time(count, lastMicros), unsettled, sample);
  }

  private static @Nullable Instant time(long count, long micros) {
    return count == 0 ? null : EpochClock.instantOf(micros);
  }
}
