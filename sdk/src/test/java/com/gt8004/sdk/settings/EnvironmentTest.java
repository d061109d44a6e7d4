package com.gt8004.sdk.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
  private static final Duration MS = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void whatIsNotSetOrBlank_leavesTheOtherValue() {
    for (Map<String, String> variables : List.of(Map.<String, String>of(), Map.of("X", "  "))) {
      Environment environment = new Environment(variables);
      assertThat(environment.text("X")).isNull();
      assertThat(environment.bytes("X", 0, 10, 7)).isEqualTo(7);
      assertThat(environment.duration("X", MS, SECOND, MS)).isEqualTo(MS);
      assertThat(environment.choice("X", TimeUnit.class, TimeUnit.DAYS)).isEqualTo(TimeUnit.DAYS);
      assertThat(environment.list("X", List.of("a"))).containsExactly("a");
    }
  }

  @Test
  void whatIsSet_isReadWithItsUnit() {
    assertThat(of("64KiB").bytes("X", 0, 1 << 20, 7)).isEqualTo(65_536);
    assertThat(of(" 1s ").duration("X", MS, SECOND, MS)).isEqualTo(SECOND);
    assertThat(of("Hours").choice("X", TimeUnit.class, TimeUnit.DAYS)).isEqualTo(TimeUnit.HOURS);
    assertThat(of("nfs, ,fuse.sshfs").list("X", List.of())).containsExactly("nfs", "fuse.sshfs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "1MB", "2MiB", "1KiB", "-1B"})
  void aSizeThatIsNotAllowed_isRefusedWithNameValueAndRange(String text) {
    assertThatThrownBy(() -> of(text).bytes("X", 2_000, 1 << 20, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "X is '" + text + "', allowed is a size from 2000B to 1MiB, such as 512MiB or 10GiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"100", "0ms", "2s", "soon"})
  void aDurationThatIsNotAllowed_isRefusedWithNameValueAndRange(String text) {
    assertThatThrownBy(() -> of(text).duration("X", MS, SECOND, MS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "X is '" + text + "', allowed is a duration from 1ms to 1s, such as 100ms or 2s");
  }

  @Test
  void aChoiceThatIsNone_isRefusedWithAllThatAre() {
    assertThatThrownBy(() -> of("weeks").choice("X", TimeUnit.class, TimeUnit.DAYS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("X is 'weeks'", "nanoseconds, ", ", days");
  }

  private static Environment of(String text) {
    return new Environment(Map.of("X", text));
  }
}
