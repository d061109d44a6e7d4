package com.gt8004.sdk.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asked: claims of tokens that nobody verified, and addresses behind proxies. */
class CustomerTest {
  @Test
  void claim_isReadFromATokenOrItsHeader() {
    String token =
        token("{\"aud\":[\"x\"],\"o\":{\"sub\":\"inner\"},\"sub\":\"kim\",\"org\":42,\"ok\":true}");
    assertThat(BearerClaims.claim(token, "sub")).isEqualTo("kim");
    assertThat(BearerClaims.claim("bearer  " + token, "sub")).isEqualTo("kim");
    assertThat(BearerClaims.claim(token, "org")).isEqualTo("42");
    assertThat(BearerClaims.claim(token, "aud")).isNull();
    assertThat(BearerClaims.claim(token, "ok")).isNull();
    assertThat(BearerClaims.claim(token, "email")).isNull();
    assertThat(BearerClaims.claim(token("{\"sub\":\"" + "x".repeat(200) + "\"}"), "sub"))
        .hasSize(128);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Basic a.b.c",
        "a.b",
        "a.!.c",
        "a..c",
        "a.bnVsbA.c",
        "a.W10.c",
        "a.b.c.d.e",
        "..",
        "a.e30.c"
      })
  void claim_isAbsentWhereThereIsNoToken(String token) {
    assertThat(BearerClaims.claim(token, "sub")).isNull();
    assertThat(BearerClaims.claim(null, "sub")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "8.8.8.8     | 6.6.6.6                     | -                    | 8.8.8.8",
        "10.0.0.1    | -                           | -                    | 10.0.0.1",
        "10.0.0.1    | 8.8.8.8                     | -                    | 8.8.8.8",
        "10.0.0.1    | 6.6.6.6, 8.8.8.8            | -                    | 8.8.8.8",
        "10.0.0.1    | 6.6.6.6, 8.8.8.8, 10.9.9.9  | -                    | 8.8.8.8",
        "10.0.0.1    | 6.6.6.6,8.8.8.8:4711        | -                    | 8.8.8.8",
        "10.0.0.1    | 10.0.0.3, 10.0.0.2          | -                    | 10.0.0.3",
        "10.0.0.1    | 6.6.6.6, unknown, 10.0.0.2  | -                    | 10.0.0.2",
        "10.0.0.1    | evil.example                | -                    | 10.0.0.1",
        "10.0.0.1    | 8.8.8.256                   | -                    | 10.0.0.1",
        "10.0.0.1    | 8.8.8                       | -                    | 10.0.0.1",
        "10.0.0.1    | ,                           | -                    | 10.0.0.1",
        "10.0.0.1    | 2001:db8::7                 | -                    | 2001:db8::7",
        "fd00::1     | [2001:db8::7]:80            | -                    | 2001:db8::7",
        "::ffff:10.0.0.1 | 8.8.8.8                 | -                    | 8.8.8.8",
        "10.0.0.1    | -                           | for=8.8.8.8;proto=https | 8.8.8.8",
        "10.0.0.1    | -                           | For=6.6.6.6,"
            + " proto=http;for=\"[2001:db8::7]:4711\" | 2001:db8::7",
        "10.0.0.1    | -                           | for=_hidden          | 10.0.0.1",
        "10.0.0.1    | 8.8.8.8                     | for=8.8.8.8          | 8.8.8.8",
        "10.0.0.1    | 8.8.8.8                     | for=6.6.6.6          | 10.0.0.1",
      })
  void address_isTheFirstFromTheRightThatIsNoProxy(
      String connected, @Nullable String forwardedFor, @Nullable String forwarded, String client) {
    ClientAddress addresses = new ClientAddress(List.of("10.0.0.0/8", "fd00::/8"));
    assertThat(addresses.of(connected, forwardedFor, forwarded)).isEqualTo(client);
    assertThat(new ClientAddress(List.of()).of(connected, forwardedFor, forwarded))
        .isEqualTo(connected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "fd00::/129",
        "10.0.0/8",
        "g::1"
      })
  void proxies_areAddressesOrBlocks(String range) {
    assertThatThrownBy(() -> new ClientAddress(List.of(range)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + range + "\"");
  }

  private static String token(String payload) {
    return "e30."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(payload.getBytes(StandardCharsets.UTF_8))
        + ".c2ln";
  }
}
