package com.gt8004.sdk.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.Torture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies made to be slow: each character is read a bounded number of times, whatever they hold. */
class RedactionCostTest {
  private static final int MEGABYTE = 1 << 20;
  private static final int LENGTH = Torture.rounds(1 << 13, MEGABYTE);
  private static final long READS_PER_CHARACTER_MAX = 40;
  private static final Redaction MORE = Redaction.builder()
      .paths("$.a[*].b", "$[*]", "$.*.*.c")
      .keys("ssn", "*_pin")
      .keptKeys("*_token")
      .credentialPrefixes("acme_")
      .emails(true)
      .build();

  private static Stream<String> patterns() {
    return Stream.of(
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
        "_",
        "-",
        "ghp_",
        "sk-",
        " sk-a",
        "-----BEGIN ",
        "-----BEGIN PRIVATE KEY-----",
        "eyJ",
        "eyJ.",
        "=eyJ",
        "eyJ4NDAyVmVyc2lvbi/",
        "bearer ",
        "/bearer a",
        "://",
        "://a:",
        "://a:b@c@",
        "a@",
        "a@b.",
        "<password>",
        "<password",
        "password%3D",
        "token%3Da%26",
        "%3D",
        "\\/",
        "x402\\/payment\":",
        "\"name\":\"password\",\"value\":",
        "\"name\":\"",
        "passwords[0]",
        "[0]",
        "[0]=",
        ".0",
        ".0=",
        "s1=",
        "\\t",
        "password\\t:",
        "- ",
        "{\"a\":[",
        "{\"a\":[{\"b\":",
        "[[",
        "[1,",
        "{\"\\u0061\":",
        "비밀번호：",
        "acme_");
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void mask_readsEachCharacterABoundedNumberOfTimes(String pattern) {
    for (String begin : new String[] {"", "k="}) {
      String body = (begin + pattern.repeat(LENGTH / pattern.length() + 1)).substring(0, LENGTH);
      assertThat(Redaction.defaults().apply(counting(body), true).length()).isPositive();
      assertThat(MORE.apply(counting(body), false).length()).isPositive();
    }
  }

  @Test
  void mask_readsAMegabyteOfAllOfThemABoundedNumberOfTimes() {
    long count = patterns().count();
    String body = patterns()
        .map(pattern -> pattern.repeat((int) (MEGABYTE / count / pattern.length()) + 1))
        .collect(Collectors.joining("\n"));
    assertThat(body.length()).isGreaterThanOrEqualTo(MEGABYTE);
    assertThat(Redaction.defaults().apply(counting(body), true).length()).isPositive();
    assertThat(MORE.apply(counting(body), false).length()).isPositive();
  }

  /** Fails as soon as it is read too often, so that a slow mask does not make a slow test. */
  private static CountingText counting(String body) {
    return new CountingText(body, READS_PER_CHARACTER_MAX * body.length());
  }
}
