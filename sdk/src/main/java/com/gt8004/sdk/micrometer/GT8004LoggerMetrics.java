package com.gt8004.sdk.micrometer;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.LoggerStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Binds a logger's {@link LoggerStats} to a registry; each meter reads them when it is asked, so an
 * append costs nothing more. The registry holds the logger weakly: keep the logger, as applications do.
 *
 * <pre>
 *   gt8004.entries.appended           counter   entries in the queue
 *   gt8004.entries.refused{reason}    counter   entries lost here; alert when it grows
 *   gt8004.entries.truncated          counter   entries whose bodies were cut to fit
 *   gt8004.entries.unsynced           gauge     entries that a power failure may lose now
 *   gt8004.unsynced.bytes             gauge     bytes of those
 *   gt8004.unsynced.age               gauge     age of the oldest of those; alert above 10 s
 *   gt8004.queue.bytes                gauge     what the whole queue takes on the disk
 *   gt8004.queue.bytes.max            gauge     its limit; alert above 80 % of it
 *   gt8004.journals.begun             counter   journals begun; more than one a day is a disk in trouble
 *   gt8004.logger.usable              gauge     1, or 0 while entries are refused as unusable
 *   gt8004.shipper.seen               gauge     1 once a shipper has held the queue; alert when 0 for a minute
 * </pre>
 *
 * Thread-safe; bind it to as many registries as you like.
 */
public final class GT8004LoggerMetrics implements MeterBinder {
  private static final String ENTRIES = "entries";

  private final GT8004Logger logger;
  private final Tags tags;

  /** Meters without tags of their own: for one logger in the process. */
  public GT8004LoggerMetrics(GT8004Logger logger) {
    this(logger, Tags.empty());
  }

  /** Meters with these tags, which tell several loggers apart. */
  public GT8004LoggerMetrics(GT8004Logger logger, Iterable<Tag> tags) {
    this.logger = logger;
    this.tags = Tags.of(tags);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    counter(registry, "gt8004.entries.appended", ENTRIES, LoggerStats::appended);
    for (AppendResult result : AppendResult.values()) {
      if (!result.appended()) {
        refused(registry, result);
      }
    }
    counter(registry, "gt8004.entries.truncated", ENTRIES, LoggerStats::truncated);
    counter(registry, "gt8004.journals.begun", "journals", LoggerStats::journalsBegun);
    gauge(registry, "gt8004.entries.unsynced", ENTRIES, LoggerStats::unsyncedEntries);
    gauge(registry, "gt8004.queue.bytes", BaseUnits.BYTES, LoggerStats::queueBytes);
    gauge(registry, "gt8004.queue.bytes.max", BaseUnits.BYTES, LoggerStats::queueBytesMax);
    gauge(registry, "gt8004.shipper.seen", null, stats -> stats.shipperSeen() ? 1 : 0);
    gauge(registry, "gt8004.logger.usable", null, stats -> stats.unusableReason() == null ? 1 : 0);
    gauge(registry, "gt8004.unsynced.bytes", BaseUnits.BYTES, LoggerStats::unsyncedBytes);
    TimeGauge.builder("gt8004.unsynced.age", logger, TimeUnit.NANOSECONDS, from -> from.stats()
            .unsyncedAge()
            .toNanos())
        .tags(tags)
        .register(registry);
  }

  private void refused(MeterRegistry registry, AppendResult result) {
    String reason = result.name().substring("REFUSED_".length()).toLowerCase(Locale.ROOT);
    FunctionCounter.builder("gt8004.entries.refused", logger, from -> from.stats()
            .refused()
            .getOrDefault(result, 0L))
        .tags(tags.and("reason", reason))
        .baseUnit(ENTRIES)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry, String name, String unit, ToDoubleFunction<LoggerStats> value) {
    FunctionCounter.builder(name, logger, from -> value.applyAsDouble(from.stats()))
        .tags(tags)
        .baseUnit(unit)
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      @Nullable String unit,
      ToDoubleFunction<LoggerStats> value) {
    Gauge.builder(name, logger, from -> value.applyAsDouble(from.stats()))
        .tags(tags)
        .baseUnit(unit)
        .register(registry);
  }
}
