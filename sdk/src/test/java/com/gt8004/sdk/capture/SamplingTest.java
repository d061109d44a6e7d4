package com.gt8004.sdk.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SamplingTest {
  @Test
  void keeps_asTheFirstRuleThatMatchesSays() {
    Sampling rules = Sampling.builder()
        .rate("/poll/fast", 1)
        .rate("/poll/*", 0.1)
        .rate("/never", 0)
        .otherwise(0.5)
        .random(() -> 0.3)
        .build();
    assertThat(rules.keeps("/poll/fast", false, false)).isTrue();
    assertThat(rules.keeps("/poll/slow", false, false)).isFalse();
    assertThat(rules.keeps("/never", false, false)).isFalse();
    assertThat(rules.keeps("/chat", false, false)).isTrue();
  }

  @Test
  void keeps_errorsAndPaymentsUnlessSaidOtherwise() {
    Sampling rules = Sampling.builder().otherwise(0).build();
    assertThat(rules.keeps("/chat", true, false)).isTrue();
    assertThat(rules.keeps("/chat", false, true)).isTrue();
    Sampling strict = Sampling.builder().otherwise(0).errorsToo().paymentsToo().build();
    assertThat(strict.keeps("/chat", true, true)).isFalse();
  }

  @Test
  void keeps_aboutTheShareThatWasAskedFor() {
    Sampling rules = Sampling.builder().otherwise(0.25).build();
    int kept = 0;
    for (int i = 0; i < 10_000; i++) {
      kept += rules.keeps("/chat", false, false) ? 1 : 0;
    }
    assertThat(kept).isBetween(2_200, 2_800);
    assertThat(Sampling.all().keeps("/chat", false, false)).isTrue();
  }

  @Test
  void rates_thatAreNoSharesAreRefused() {
    assertThatThrownBy(() -> Sampling.builder().otherwise(1.5)).hasMessageContaining("rate is 1.5");
    assertThatThrownBy(() -> Sampling.builder().rate("/x", Double.NaN))
        .hasMessageContaining("rate is NaN");
    assertThatThrownBy(() -> Sampling.builder().rate("x", 1)).hasMessageContaining("\"x\"");
  }
}
