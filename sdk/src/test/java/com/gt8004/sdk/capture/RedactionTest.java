package com.gt8004.sdk.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets by key, in every dress that bodies wear. Lines of the tables: what came in | what is stored. */
class RedactionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"password\":\"hunter2\"} | {\"password\":\"***\"}",
        "{\"user\":\"kim\",\"Password\" : \"hunter2\", \"n\":1} | {\"user\":\"kim\",\"Password\" : \"***\", \"n\":1}",
        "{\"passwd\":\"a\\\"b\\\\\",\"x\":\"y\"} | {\"passwd\":\"***\",\"x\":\"y\"}",
        "{\"new_password\":\"x1\",\"newPassword\":\"x2\"} | {\"new_password\":\"***\",\"newPassword\":\"***\"}",
        "{\"client_secret\":\"x\",\"secret\":\"y\"} | {\"client_secret\":\"***\",\"secret\":\"***\"}",
        "{\"api_key\":\"k\",\"apikey\":\"k\",\"api-key\":\"k\",\"apiKey\":\"k\",\"X-API-Key\":\"k\"}"
            + " | {\"api_key\":\"***\",\"apikey\":\"***\",\"api-key\":\"***\",\"apiKey\":\"***\",\"X-API-Key\":\"***\"}",
        "{\"token\":\"t\",\"access_token\":\"t\",\"refresh_token\":\"t\",\"id_token\":\"t\",\"accessToken\":\"t\"}"
            + " | {\"token\":\"***\",\"access_token\":\"***\",\"refresh_token\":\"***\",\"id_token\":\"***\",\"accessToken\":\"***\"}",
        "{\"Authorization\":\"Bearer abc.def\"} | {\"Authorization\":\"***\"}",
        "{\"token\":12345,\"n\":2} | {\"token\":\"***\",\"n\":2}",
        "{\"password\":[\"a\",\"b\"],\"n\":2} | {\"password\":\"***\",\"n\":2}",
        "{\"secret\":{\"a\":\"}\",\"b\":[1]},\"n\":2} | {\"secret\":\"***\",\"n\":2}",
        "{\"p\\u0061ssword\":\"x\"} | {\"p\\u0061ssword\":\"***\"}",
        "{\"비밀번호\":\"암호\"} | {\"비밀번호\":\"***\"}",
        "{\"_meta\":{\"x402/payment\":{\"signature\":\"0xS\"}},\"n\":1} | {\"_meta\":{\"x402/payment\":\"***\"},\"n\":1}",
        "{\"x402.payment.payload\":{\"signature\":\"0xS\"},\"n\":1} | {\"x402.payment.payload\":\"***\",\"n\":1}",
        "{'password': 'hunter2', 'n': 1} | {'password': '***', 'n': 1}",
        "{password: hunter2, n: 1} | {password: ***, n: 1}",
        "{:password=>\"hunter2\"} | {:password=>\"***\"}",
      })
  void mask_hidesTheValuesOfSecretKeysInJson(String body, String stored) {
    assertThat(Redaction.mask(body, false)).isEqualTo(stored);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"arguments\":\"{\\\"password\\\":\\\"hunter2\\\",\\\"n\\\":1}\"} | {\"arguments\":\"{\\\"password\\\":\\\"***\\\",\\\"n\\\":1}\"}",
        "{\"arguments\":\"{\\\"token\\\":42}\",\"n\":1} | {\"arguments\":\"{\\\"token\\\":\\\"***\\\"}\",\"n\":1}",
        "{\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"password\\\\\\\":\\\\\\\"x\\\\\\\"}\\\"}\"} | {\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"password\\\\\\\":\\\\\\\"***\\\\\\\"}\\\"}\"}",
        "{\"a\":\"{\\\"password\\\":\\\"x\\\\\\\"y\\\"}\",\"b\":\"c\"} | {\"a\":\"{\\\"password\\\":\\\"***\\\"}\",\"b\":\"c\"}",
        "{\"a\":\"{\\u0022password\\u0022:\\u0022x\\u0022}\"} | {\"a\":\"{\\u0022password\\u0022:\\u0022***\\u0022}\"}",
        "{\"a\":\"{\\n \\\"token\\\": \\\"x\\\"\\n}\"} | {\"a\":\"{\\n \\\"token\\\": \\\"***\\\"\\n}\"}",
        "{\"a\":\"{\\\"secret\\\":{\\\"x\\\":\\\"y\\\"}}\",\"b\":1} | {\"a\":\"{\\\"secret\\\":\\\"***\\\"}\",\"b\":1}",
      })
  void mask_looksIntoJsonInsideStrings(String body, String stored) {
    assertThat(Redaction.mask(body, false)).isEqualTo(stored);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "user=kim&password=hunter2&x=1 | user=kim&password=***&x=1",
        "password=a b;c,d&x=1 | password=***&x=1",
        "grant_type=password&refresh_token=abc | grant_type=password&refresh_token=***",
        "user%5Bpassword%5D=hunter2&x=1 | user%5Bpassword%5D=***&x=1",
        "user[password]=hunter2 | user[password]=***",
        "api%5Fkey=abc&x=1 | api%5Fkey=***&x=1",
        "passwords[]=a&passwords[]=b | passwords[]=***&passwords[]=***",
        "payload=%7B%22password%22%3A%22hunter2%22%7D&x=1 | payload=%7B%22password%22%3A%22***%22%7D&x=1",
        "payload=%7B%22password%22%3A%22hun%2 | payload=%7B%22password%22%3A%22***",
        "card=4111+1111+1111+1111&x=1 | card=***&x=1",
        "card=4111%201111%201111%201111&x=1 | card=***&x=1",
      })
  void mask_hidesTheValuesOfSecretKeysInForms(String body, String stored) {
    assertThat(Redaction.mask(body, true)).isEqualTo(stored);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "see https://x.y/?access_token=abc&n=1 for it | see https://x.y/?access_token=***&n=1 for it",
        "{\"url\":\"https://x.y/?token=abc\",\"n\":1} | {\"url\":\"https://x.y/?token=***\",\"n\":1}",
        "curl -H \"Authorization: Bearer abc\" x | curl -H \"Authorization: ***\" x",
        "{\"cmd\":\"curl -H \\\"Authorization: Basic abc=\\\" x\"} | {\"cmd\":\"curl -H \\\"Authorization: ***\\\" x\"}",
        "{\"content\":\"my password: hunter2 ok\"} | {\"content\":\"my password: *** ok\"}",
        "run --password=hunter2 now | run --password=*** now",
      })
  void mask_hidesSecretsInText(String body, String stored) {
    assertThat(Redaction.mask(body, false)).isEqualTo(stored);
  }

  @Test
  void mask_takesTheWholeLineOfYamlAndProperties() {
    assertThat(Redaction.mask("user: kim\n- password: correct horse\nn: 1", false))
        .isEqualTo("user: kim\n- password: ***\nn: 1");
    assertThat(Redaction.mask("# x\nsecret=a b\npassword:\nn: 1", false))
        .isEqualTo("# x\nsecret=***\npassword:\nn: 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"usage\":{\"max_tokens\":100,\"tokens\":5,\"token_count\":7,\"total_tokens\":9}}",
        "{\"next_page_token\":\"abc\",\"pad_token\":\"<pad>\",\"x402_token\":\"USDC-base\"}",
        "{\"secretary\":\"kim\",\"passwordless\":\"yes\",\"author\":\"lee\",\"authorized\":\"no\"}",
        "{\"password\":null,\"has_secret\":true,\"token\":false}",
        "{\"password\":\"\",\"x\":1}",
        "{\"grant_type\":\"password\",\"type\":\"token\",\"in\":[\"secret\",\"token\"]}",
        "the secret of the token is the password",
        "{\"payment\":{\"amount\":1},\"x402.payment.status\":\"payment-completed\",\"a/payment\":\"b\"}",
        "key=value&monkey=banana&tokenizer=bpe",
        "{\"authorization_url\":\"https://x.y/authorize\"}",
        "안녕하세요 비밀은 없습니다",
        "",
      })
  void mask_leavesLookAlikesAsTheyAre(String body) {
    assertThat(Redaction.mask(body, false)).isSameAs(body);
  }

  @Test
  void mask_hidesASecretWhereverItWasCut() {
    String secret = "hunter2-\\\"-Zq9!";
    String json = "{\"user\":\"kim\",\"password\":\"" + secret
        + "\",\"args\":\"{\\\"token\\\":\\\"Zq9!\\\"}\"}";
    IntStream.rangeClosed(0, json.length())
        .forEach(end -> assertThat(Redaction.mask(json.substring(0, end), true))
            .as("cut at %d", end)
            .doesNotContain("hunter2")
            .doesNotContain("hun")
            .doesNotContain("Zq9"));
    assertThat(Redaction.mask(json.substring(0, 30), true))
        .startsWith("{\"user\":\"kim\",\"password\":\"***");
    assertThat(Redaction.mask("{\"secret\":{\"a\":[\"hun", true)).isEqualTo("{\"secret\":\"***\"");
    assertThat(Redaction.mask("a=1&password=hun", true)).isEqualTo("a=1&password=***");
  }

  @Test
  void mask_isTheSameTheSecondTime() {
    String once =
        Redaction.mask("{\"password\":\"x\",\"token\":1,\"card\":\"4111111111111111\"}", false);
    assertThat(Redaction.mask(once, false)).isEqualTo(once);
  }
}
