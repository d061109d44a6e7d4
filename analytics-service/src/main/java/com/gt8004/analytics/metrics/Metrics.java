package com.gt8004.analytics.metrics;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * What this process did since it started. Thread-safe; counting never waits. Agents and keys are no
 * labels, so the number of lines does not grow with them.
 */
public final class Metrics {
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
  };

  private final Map<String, String> help = new TreeMap<>();
  private final Map<String, Map<String, LongAdder>> counters = new TreeMap<>();
  private final Map<String, DoubleSupplier> gauges = new TreeMap<>();
  private final Map<String, Timer> timers = new TreeMap<>();

  /** A count by one label. */
  public static final class Counter {
    private final Map<String, LongAdder> values;
    private final String label;

    private Counter(Map<String, LongAdder> values, String label) {
      this.values = values;
      this.label = label;
    }

    /** Adds to the count of that label's value, which is one of few. */
    public void add(String value, long count) {
      values
          .computeIfAbsent("{" + label + "=\"" + value + "\"}", unused -> new LongAdder())
          .add(count);
    }
  }

  /** How long something took. */
  public static final class Timer {
    private final LongAdder[] buckets = new LongAdder[SECONDS.length + 1];
    private final LongAdder nanos = new LongAdder();

    private Timer() {
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] = new LongAdder();
      }
    }

    /** Adds one that took so long. */
    public void add(long tookNanos) {
      int bucket = 0;
      while (bucket < SECONDS.length && tookNanos > SECONDS[bucket] * 1e9) {
        bucket++;
      }
      buckets[bucket].increment();
      nanos.add(tookNanos);
    }
  }

  /** A counter; its name ends in {@code _total}. To be made before the service starts. */
  public Counter counter(String name, String label, String meaning) {
    help.put(name, meaning);
    return new Counter(counters.computeIfAbsent(name, unused -> new ConcurrentHashMap<>()), label);
  }

  /** A histogram of durations; its name ends in {@code _seconds}. To be made before the service starts. */
  public Timer timer(String name, String meaning) {
    help.put(name, meaning);
    return timers.computeIfAbsent(name, unused -> new Timer());
  }

  /** A value that is asked for when somebody looks. To be made before the service starts. */
  public void gauge(String name, String meaning, DoubleSupplier value) {
    help.put(name, meaning);
    gauges.put(name, value);
  }

  /** All of it, in Prometheus' text format 0.0.4. */
  public String text() {
    StringBuilder text = new StringBuilder();
    counters.forEach((name, values) -> {
      head(text, name, "counter");
      new TreeMap<>(values)
          .forEach((labels, value) ->
              text.append(name).append(labels).append(' ').append(value.sum()).append('\n'));
    });
    gauges.forEach((name, value) -> {
      head(text, name, "gauge");
      text.append(name).append(' ').append(number(value.getAsDouble())).append('\n');
    });
    timers.forEach((name, timer) -> timer(text, name, timer));
    return text.toString();
  }

  private void head(StringBuilder text, String name, String type) {
    text.append("# HELP ").append(name).append(' ').append(help.get(name)).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void timer(StringBuilder text, String name, Timer timer) {
    head(text, name, "histogram");
    long count = 0;
    for (int i = 0; i < timer.buckets.length; i++) {
      count += timer.buckets[i].sum();
      String edge = i == SECONDS.length ? "+Inf" : number(SECONDS[i]);
      text.append(name)
          .append("_bucket{le=\"")
          .append(edge)
          .append("\"} ")
          .append(count)
          .append('\n');
    }
    text.append(name).append("_sum ").append(number(timer.nanos.sum() / 1e9)).append('\n');
    text.append(name).append("_count ").append(count).append('\n');
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.6g", value);
  }
}
