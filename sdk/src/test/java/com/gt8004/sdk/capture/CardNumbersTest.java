package com.gt8004.sdk.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The card numbers are those that card schemes publish for testing. */
class CardNumbersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "5555555555554444",
        "2223003122003222",
        "378282246310005",
        "3782 822463 10005",
        "6011111111111117",
        "30569309025904",
        "3530111333300000",
        "4222222222222",
        "6304000000000000018",
        "6200000000000005",
      })
  void mask_hidesCardNumbers(String number) {
    assertThat(mask("카드 " + number + "입니다")).isEqualTo("카드 ***입니다");
    assertThat(mask("{\"card\":\"" + number + "\"}")).isEqualTo("{\"card\":\"***\"}");
    assertThat(mask("(" + number + ".)")).isEqualTo("(***.)");
    assertThat(mask("a\\n" + number)).isEqualTo("a\\n***");
  }

  @Test
  void mask_keepsJsonValidWhereTheNumberIsBare() {
    assertThat(mask("{\"card\": 4111111111111111}")).isEqualTo("{\"card\": \"***\"}");
    assertThat(mask("{\\\"card\\\":4111111111111111}")).isEqualTo("{\\\"card\\\":\\\"***\\\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111112",
        "411111111111",
        "41111111111111111111",
        "{\"ts\":1732266000008,\"micros\":1732266000000005}",
        "0.4111111111111111",
        "4111111111111111.5",
        "id4111111111111111",
        "4111111111111111x",
        "0x4111111111111111",
        "order_4111111111111111",
        "41111111-1111-4111-8111-111111111111",
        "2026-11-22 09:00:00.123456",
        "+82 10 1234 5678 +82 10 9876 5432",
        "7 8 9 10 11 12 13 14 15 16 17",
      })
  void mask_leavesLookAlikesAsTheyAre(String text) {
    assertThat(mask(text)).isEqualTo(text);
  }

  @Test
  void mask_findsTheCardBeforeWhatFollowsIt() {
    assertThat(mask("4111 1111 1111 1111 12/29 123")).isEqualTo("*** 12/29 123");
    assertThat(mask("no 12345 4111 1111 1111 1111")).isEqualTo("no 12345 ***");
  }

  @ParameterizedTest
  @CsvSource({
    "'pay 4111 1111 1', 'pay ***'",
    "'pay 4111111', 'pay ***'",
    "'pay 4111 1111 ', 'pay *** '",
    "'pay 411111', 'pay 411111'",
  })
  void mask_hidesHalfANumberAtACut(String text, String stored) {
    assertThat(Redaction.mask(text, true)).isEqualTo(stored);
    assertThat(mask(text)).isEqualTo(text);
  }

  private static String mask(String text) {
    return Redaction.mask(text, false);
  }
}
