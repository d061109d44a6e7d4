package com.gt8004.shipper.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One scrape: takes samples, gives them as text. A metric without samples is left out. Not thread-safe. */
public final class Exposition {
  /** Version 0.0.4 of the text format. */
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private record Sample(Labels labels, double value) {}

  private final Map<Metric, List<Sample>> samples = new EnumMap<>(Metric.class);

  /**
   * Takes a sample.
   *
   * @param labelValues in the order of {@link Metric#labels()}
   */
  public Exposition add(Metric metric, double value, String... labelValues) {
    if (labelValues.length != metric.labels().size()) {
      throw new IllegalArgumentException(
          metric + " has the labels " + metric.labels() + ", not " + List.of(labelValues));
    }
    Labels labels = Labels.of(metric.labels(), List.of(labelValues));
    samples.computeIfAbsent(metric, first -> new ArrayList<>()).add(new Sample(labels, value));
    return this;
  }

  /** The same, of something that is counted. */
  public Exposition add(Metric metric, long value, String... labelValues) {
    return add(metric, (double) value, labelValues);
  }

  /** Takes 1 for the constant that holds and 0 for all others of its type. */
  public <E extends Enum<E>> Exposition addState(
      Metric metric, E holds, E[] all, String... labelValuesBefore) {
    for (E each : all) {
      String[] labelValues = new String[labelValuesBefore.length + 1];
      System.arraycopy(labelValuesBefore, 0, labelValues, 0, labelValuesBefore.length);
      labelValues[labelValuesBefore.length] = each.name();
      add(metric, each == holds ? 1 : 0, labelValues);
    }
    return this;
  }

  /** All samples, by name, as {@link #CONTENT_TYPE}. */
  public String text() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    samples.forEach((metric, taken) -> all.metricSnapshot(snapshot(metric, taken)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create()
          .write(out, all.build(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static MetricSnapshot snapshot(Metric metric, List<Sample> taken) {
    return switch (metric.kind()) {
      case COUNTER -> counter(metric, taken);
      case GAUGE -> gauge(metric, taken);
      case INFO -> info(metric, taken);
    };
  }

  private static MetricSnapshot counter(Metric metric, List<Sample> taken) {
    CounterSnapshot.Builder counter =
        CounterSnapshot.builder().name(without(metric, "_total")).help(metric.help());
    for (Sample sample : taken) {
      counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
          .labels(sample.labels())
          .value(sample.value())
          .build());
    }
    return counter.build();
  }

  private static MetricSnapshot gauge(Metric metric, List<Sample> taken) {
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder().name(metric.exposedName()).help(metric.help());
    for (Sample sample : taken) {
      gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
          .labels(sample.labels())
          .value(sample.value())
          .build());
    }
    return gauge.build();
  }

  private static MetricSnapshot info(Metric metric, List<Sample> taken) {
    InfoSnapshot.Builder info =
        InfoSnapshot.builder().name(without(metric, "_info")).help(metric.help());
    for (Sample sample : taken) {
      info.dataPoint(
          InfoSnapshot.InfoDataPointSnapshot.builder().labels(sample.labels()).build());
    }
    return info.build();
  }

  /** The library adds the suffix by itself. */
  private static String without(Metric metric, String suffix) {
    String name = metric.exposedName();
    return name.substring(0, name.length() - suffix.length());
  }
}
