package com.gt8004.sdk.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.Durability;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GT8004LoggerMetricsTest {
  private static final RequestLogEntry ENTRY = RequestLogEntry.builder()
      .method("GET")
      .path("/a")
      .statusCode(200)
      .responseMs(1)
      .build();

  @TempDir
  Path root;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void meters_tellWhatTheLoggerHasDoneUpToNow() {
    GT8004Logger logger = logger();
    new GT8004LoggerMetrics(logger).bindTo(registry);
    assertThat(counter("gt8004.entries.appended")).isZero();
    logger.log(ENTRY);
    logger.log(ENTRY.toBuilder().requestBody("x".repeat(2 << 20)).build());
    assertThat(counter("gt8004.entries.appended")).isEqualTo(2);
    assertThat(counter("gt8004.entries.truncated")).isEqualTo(1);
    assertThat(counter("gt8004.journals.begun")).isEqualTo(1);
    assertThat(gauge("gt8004.entries.unsynced")).isEqualTo(2);
    assertThat(gauge("gt8004.unsynced.bytes")).isEqualTo(logger.stats().unsyncedBytes());
    assertThat(registry.get("gt8004.unsynced.age").timeGauge().value(TimeUnit.NANOSECONDS))
        .isPositive();
    assertThat(gauge("gt8004.queue.bytes")).isPositive();
    assertThat(gauge("gt8004.queue.bytes.max")).isEqualTo(10L << 30);
    assertThat(gauge("gt8004.logger.usable")).isEqualTo(1);
    assertThat(gauge("gt8004.shipper.seen")).isZero();
    logger.close();
    logger.log(ENTRY);
    assertThat(refused("closed")).isEqualTo(1);
    assertThat(refused("disk_full")).isZero();
    assertThat(gauge("gt8004.entries.unsynced")).isZero();
  }

  @Test
  void everyReason_hasItsCounterFromTheStart() {
    try (GT8004Logger logger = logger()) {
      new GT8004LoggerMetrics(logger).bindTo(registry);
      assertThat(registry.get("gt8004.entries.refused").functionCounters())
          .hasSize(AppendResult.values().length - 1)
          .allSatisfy(counter -> assertThat(counter.count()).isZero());
    }
  }

  @Test
  void usable_isZeroWhileTheFolderCannotBeUsed() throws Exception {
    Path file = Files.writeString(root.resolve("file"), "not a folder");
    try (GT8004Logger logger =
        GT8004Logger.builder().agentId("a").queueRoot(file).build()) {
      new GT8004LoggerMetrics(logger).bindTo(registry);
      logger.log(ENTRY);
      assertThat(gauge("gt8004.logger.usable")).isZero();
      assertThat(refused("unusable")).isEqualTo(1);
      assertThat(logger.stats().unusableReason()).contains(file.toString());
    }
  }

  @Test
  void tags_tellSeveralLoggersApart() {
    try (GT8004Logger one = logger();
        GT8004Logger other = logger()) {
      new GT8004LoggerMetrics(one, Tags.of("logger", "one")).bindTo(registry);
      new GT8004LoggerMetrics(other, Tags.of("logger", "other")).bindTo(registry);
      one.log(ENTRY);
      assertThat(registry
              .get("gt8004.entries.appended")
              .tag("logger", "one")
              .functionCounter()
              .count())
          .isEqualTo(1);
      assertThat(registry
              .get("gt8004.entries.appended")
              .tag("logger", "other")
              .functionCounter()
              .count())
          .isZero();
      List<String> untagged = registry.getMeters().stream()
          .filter(meter -> meter.getId().getTag("logger") == null)
          .map(Meter::toString)
          .collect(Collectors.toList());
      assertThat(untagged).isEmpty();
    }
  }

  private GT8004Logger logger() {
    return GT8004Logger.builder()
        .agentId("my-agent")
        .queueRoot(root)
        .durability(Durability.PAGE_CACHE)
        .diskFreeMin(0)
        .build();
  }

  private double counter(String name) {
    return registry.get(name).functionCounter().count();
  }

  private double refused(String reason) {
    return registry
        .get("gt8004.entries.refused")
        .tag("reason", reason)
        .functionCounter()
        .count();
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }
}
