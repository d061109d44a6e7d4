package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.sdk.queue.QueueLimits;
import com.gt8004.sdk.queue.append.AppendLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GT8004LoggerBuilderTest {
  private final Map<String, String> environment = new HashMap<>(Map.of("GT8004_AGENT_ID", "a"));

  @Test
  void whereNothingIsSet_theDefaultsHold() {
    LoggerSettings settings = builder().settings();
    assertThat(settings)
        .isEqualTo(new LoggerSettings("a", Durability.INTERVAL, AppendLimits.DEFAULT));
    assertThat(settings.limits().queue()).isEqualTo(new QueueLimits(10L << 30, 512L << 20, false));
    assertThat(settings.limits().blockNanos()).isZero();
  }

  @Test
  void everySetting_canComeFromTheEnvironment() {
    environment.put("GT8004_DURABILITY", "sync");
    environment.put("GT8004_QUEUE_BYTES_MAX", "2GiB");
    environment.put("GT8004_DISK_FREE_MIN", "1MiB");
    environment.put("GT8004_OVERFLOW", "drop_oldest");
    environment.put("GT8004_ALLOW_FILE_SYSTEM", "NFS,fuse.sshfs");
    LoggerSettings settings = builder().settings();
    assertThat(settings.durability()).isEqualTo(Durability.SYNC);
    assertThat(settings.limits().queue()).isEqualTo(new QueueLimits(2L << 30, 1L << 20, true));
    assertThat(settings.limits().allowedFileSystems()).containsOnly("nfs", "fuse.sshfs");
    assertThat(settings.limits().blockNanos()).isZero();
  }

  @Test
  void block_waitsAHundredMillisecondsUnlessSet() {
    environment.put("GT8004_OVERFLOW", "BLOCK");
    assertThat(builder().settings().limits().blockNanos())
        .isEqualTo(Duration.ofMillis(100).toNanos());
    environment.put("GT8004_OVERFLOW_BLOCK", "2s");
    assertThat(builder().settings().limits().blockNanos())
        .isEqualTo(Duration.ofSeconds(2).toNanos());
    assertThat(builder().overflowBlock(Duration.ofMillis(5)).settings().limits().blockNanos())
        .isEqualTo(Duration.ofMillis(5).toNanos());
  }

  @Test
  void whatTheBuilderIsTold_winsOverTheEnvironment() {
    environment.put("GT8004_DURABILITY", "SYNC");
    environment.put("GT8004_QUEUE_BYTES_MAX", "2GiB");
    environment.put("GT8004_DISK_FREE_MIN", "1MiB");
    environment.put("GT8004_OVERFLOW", "BLOCK");
    environment.put("GT8004_ALLOW_FILE_SYSTEM", "nfs");
    LoggerSettings settings = builder()
        .agentId("b")
        .durability(Durability.INTERVAL)
        .queueBytesMax(1L << 30)
        .diskFreeMin(0)
        .overflow(OverflowPolicy.DROP_NEWEST)
        .allowFileSystem()
        .settings();
    assertThat(settings.agentId()).isEqualTo("b");
    assertThat(settings.durability()).isEqualTo(Durability.INTERVAL);
    assertThat(settings.limits().queue()).isEqualTo(new QueueLimits(1L << 30, 0, false));
    assertThat(settings.limits().blockNanos()).isZero();
    assertThat(settings.limits().allowedFileSystems()).isEmpty();
  }

  @Test
  void aSmallQueue_hasSmallCycleFiles() {
    assertThat(cycleBytes(64L << 20)).isEqualTo(4L << 20);
    assertThat(cycleBytes(1L << 30)).isEqualTo(64L << 20);
    assertThat(cycleBytes(100L << 30)).isEqualTo(64L << 20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GT8004_DURABILITY      | often   | interval, page_cache, sync",
        "GT8004_QUEUE_BYTES_MAX | 1GB     | a size from 64MiB to 1048576GiB",
        "GT8004_QUEUE_BYTES_MAX | 63MiB   | a size from 64MiB to 1048576GiB",
        "GT8004_DISK_FREE_MIN   | -1B     | a size from 0B to 1048576GiB",
        "GT8004_OVERFLOW        | drop    | drop_newest, block, drop_oldest",
        "GT8004_OVERFLOW_BLOCK  | 1m      | a duration from 1ms to 10s"
      })
  void build_refusesAValueThatIsNotAllowedAndNamesIt(String name, String value, String allowed) {
    environment.put(name, value);
    assertThatThrownBy(() -> builder().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(name + " is '" + value + "'", allowed);
  }

  @Test
  void setters_refuseWhatIsNotAllowed() {
    assertThatThrownBy(() -> builder().queueBytesMax(1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("queueBytesMax is 1000", "67108864");
    assertThatThrownBy(() -> builder().diskFreeMin(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("diskFreeMin is -1");
    assertThatThrownBy(() -> builder().overflowBlock(Duration.ofMinutes(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("overflowBlock is PT1M", "1ms to 10s");
  }

  private long cycleBytes(long queueBytesMax) {
    return builder().queueBytesMax(queueBytesMax).settings().limits().cycleBytes();
  }

  private GT8004LoggerBuilder builder() {
    return GT8004Logger.builder().with(AppendLimits.DEFAULT, environment);
  }
}
