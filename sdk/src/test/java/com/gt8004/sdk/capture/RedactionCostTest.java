package com.gt8004.sdk.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies made to be slow: each character is read a bounded number of times, whatever they hold. */
class RedactionCostTest {
  private static final int LENGTH = 200_000;
  private static final long READS_PER_CHARACTER_MAX = 40;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "\\",
        "\"",
        "'",
        ":",
        "=",
        " ",
        "%",
        "%22",
        "[",
        "{\"password\":",
        "{\"password\":{\"",
        "\"password\":\"\\\"",
        "\\\"password\\\":\\\"",
        "\"password\" ",
        "password=",
        "password=a&",
        "x=%22password%22%3A&",
        "password: \n",
        "password:\\n",
        "token:Bearer ",
        "authorization: x\\",
        "\\u0061",
        "\\u0022password\\u0022:",
        "4111 ",
        "4111-1111-",
        "4111",
        "1",
        "a1",
        "secret:x\\",
        "5 ",
        "411111111111111",
        "4111%20",
      })
  void mask_readsEachCharacterABoundedNumberOfTimes(String pattern) {
    for (String begin : new String[] {"", "k="}) {
      String body = (begin + pattern.repeat(LENGTH / pattern.length() + 1)).substring(0, LENGTH);
      assertThat(new KeyedSecrets(counting(body)).mask().length()).isPositive();
      assertThat(new CardNumbers(counting(body), true).mask().length()).isPositive();
      assertThat(Redaction.mask(counting(body), true).length()).isPositive();
    }
  }

  /** Fails as soon as it is read too often, so that a slow mask does not make a slow test. */
  private static CountingText counting(String body) {
    return new CountingText(body, READS_PER_CHARACTER_MAX * body.length());
  }
}
