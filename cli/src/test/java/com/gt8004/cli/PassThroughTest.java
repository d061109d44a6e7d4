package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassThroughTest {
  @ParameterizedTest
  @CsvSource({
    "ship --until-empty --help, ship -- --until-empty --help",
    "--queue-root /q --output=json ship --queue a, --queue-root /q --output=json ship -- --queue a",
    "analytics agents add x, analytics -- agents add x",
    "append --agent-id ship, append --agent-id ship",
    "--queue ship status, --queue ship status",
    "ship, ship --",
    "--help, --help",
  })
  void everythingBehindShipAndAnalytics_isTheirs(String given, String marked) {
    assertThat(PassThrough.mark(given.split(" "))).containsExactly(marked.split(" "));
  }
}
