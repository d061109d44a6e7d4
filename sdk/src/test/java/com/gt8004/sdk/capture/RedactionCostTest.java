package com.gt8004.sdk.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies made to be slow: each character is read a bounded number of times, whatever they hold. */
class RedactionCostTest {
  private static final int LENGTH = 1_000_000;
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
        "5 ",
        "411111111111111",
        "4111%20",
      })
  void mask_readsEachCharacterABoundedNumberOfTimes(String pattern) {
    for (String begin : new String[] {"", "\"password\":\"", "k=", "\"secret\":{"}) {
      String body = (begin + pattern.repeat(LENGTH / pattern.length() + 1)).substring(0, LENGTH);
      assertThat(readsOfKeys(body))
          .as("keys in %s…", begin)
          .isLessThan(LENGTH * READS_PER_CHARACTER_MAX);
      assertThat(readsOfCards(body))
          .as("cards in %s…", begin)
          .isLessThan(LENGTH * READS_PER_CHARACTER_MAX);
      assertThat(readsOfForm(body))
          .as("form in %s…", begin)
          .isLessThan(LENGTH * READS_PER_CHARACTER_MAX);
    }
  }

  private static long readsOfKeys(String body) {
    CountingText text = new CountingText(body);
    assertThat(new KeyedSecrets(text).mask().length()).isPositive();
    return text.reads();
  }

  private static long readsOfCards(String body) {
    CountingText text = new CountingText(body);
    assertThat(new CardNumbers(text, true).mask().length()).isPositive();
    return text.reads();
  }

  private static long readsOfForm(String body) {
    CountingText text = new CountingText(body);
    assertThat(Redaction.mask(text, true).length()).isPositive();
    return text.reads();
  }
}
