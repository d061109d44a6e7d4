package com.gt8004.shipper.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpositionTest {
  @Test
  void samples_areWrittenAsTheFormatWants() {
    String text = new Exposition()
        .add(Metric.LAG, 1.5, "a\"b\\c\n안녕")
        .add(Metric.RETRIES, 3, "a")
        .add(Metric.BUILD, 1, "1.0", "abc", "17")
        .addState(Metric.BREAKER_STATE, Thread.State.NEW, Thread.State.values())
        .text();
    PrometheusText parsed = PrometheusText.parse(text);
    assertThat(parsed.value("gt8004_shipper_lag_seconds", "queue", "a\"b\\c\n안녕"))
        .isEqualTo(1.5);
    assertThat(parsed.value("gt8004_shipper_retries_total", "queue", "a")).isEqualTo(3);
    assertThat(parsed.value(
            "gt8004_shipper_build_info", "version", "1.0", "commit", "abc", "java", "17"))
        .isEqualTo(1);
    assertThat(parsed.value("gt8004_shipper_breaker_state", "state", "NEW")).isEqualTo(1);
    assertThat(parsed.value("gt8004_shipper_breaker_state", "state", "BLOCKED")).isZero();
    assertThat(parsed.types())
        .containsEntry("gt8004_shipper_retries_total", "counter")
        .containsEntry("gt8004_shipper_lag_seconds", "gauge");
  }

  @Test
  void everyMetric_isExposedUnderItsOwnNameAndKind() {
    Exposition all = new Exposition();
    for (Metric metric : Metric.values()) {
      all.add(metric, 1, metric.labels().toArray(String[]::new));
    }
    PrometheusText parsed = PrometheusText.parse(all.text());
    for (Metric metric : Metric.values()) {
      boolean counts = metric.kind() == Metric.Kind.COUNTER;
      assertThat(parsed.types()).containsEntry(metric.exposedName(), counts ? "counter" : "gauge");
      assertThat(parsed.helps()).containsEntry(metric.exposedName(), metric.help());
      assertThat(metric.exposedName().endsWith("_total")).as(metric.name()).isEqualTo(counts);
    }
  }

  @Test
  void wrongLabels_areABug() {
    assertThatThrownBy(() -> new Exposition().add(Metric.LAG, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[queue]");
  }

  @Test
  void process_saysWhatEveryJavaProgramSays() {
    Exposition exposition = new Exposition();
    ProcessFigures.addTo(exposition);
    PrometheusText parsed = PrometheusText.parse(exposition.text());
    assertThat(parsed.value("process_start_time_seconds")).isGreaterThan(1.7e9);
    assertThat(parsed.value("process_cpu_seconds_total")).isPositive();
    assertThat(parsed.value("process_open_fds")).isBetween(3.0, parsed.value("process_max_fds"));
    assertThat(parsed.value("jvm_memory_used_bytes", "area", "heap")).isPositive();
    assertThat(parsed.value("jvm_threads_current")).isPositive();
  }

  @Test
  void operationsPage_listsExactlyTheseMetrics() throws Exception {
    List<String> documented = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("../docs/OPERATIONS.md"))) {
      if (line.startsWith("| `gt8004_shipper_")
          || line.startsWith("| `process_")
          || line.startsWith("| `jvm_")) {
        String[] cells = line.split("\\|");
        documented.add(cells[1].strip().replace("`", "") + " " + cells[2].strip());
      }
    }
    List<String> exposed = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      String labels =
          metric.labels().isEmpty() ? "" : "{" + String.join(",", metric.labels()) + "}";
      String kind = metric.kind() == Metric.Kind.COUNTER ? "counter" : "gauge";
      exposed.add(metric.exposedName() + labels + " " + kind);
    }
    assertThat(documented).containsExactlyInAnyOrderElementsOf(exposed);
  }
}
