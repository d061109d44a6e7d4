package com.gt8004.sdk.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of the application's own, beside the defaults. */
class RedactionRulesTest {
  @Test
  void keys_areSecretsBesideTheDefaults() {
    Redaction rules = Redaction.builder().keys("ssn", "*_pin", "date of birth").build();
    assertThat(rules.apply(
            "{\"SSN\":\"1-2\",\"door-pin\":42,\"pin\":\"7\",\"dateOfBirth\":\"x\",\"password\":\"y\","
                + "\"assn\":\"a\",\"pint\":\"b\"}",
            false))
        .isEqualTo("{\"SSN\":\"***\",\"door-pin\":\"***\",\"pin\":\"***\",\"dateOfBirth\":\"***\","
            + "\"password\":\"***\",\"assn\":\"a\",\"pint\":\"b\"}");
    assertThat(rules.apply("a=1&user[ssn]=1-2", false)).isEqualTo("a=1&user[ssn]=***");
  }

  @Test
  void keptKeys_stayThoughTheDefaultsWouldMaskThem() {
    Redaction rules = Redaction.builder().keptKeys("token", "*_test_password").build();
    assertThat(rules.apply(
            "{\"token\":\"USDC\",\"db_test_password\":\"x\",\"access_token\":\"y\",\"password\":\"z\"}",
            false))
        .isEqualTo(
            "{\"token\":\"USDC\",\"db_test_password\":\"x\",\"access_token\":\"***\",\"password\":\"***\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "$.user.ssn | {\"user\":{\"ssn\":\"1\",\"x\":\"2\"},\"ssn\":\"3\"} | {\"user\":{\"ssn\":\"***\",\"x\":\"2\"},\"ssn\":\"3\"}",
        "$.user.ssn | {\"user\" : { \"s\\u0073n\" : 42 } } | {\"user\" : { \"s\\u0073n\" : \"***\" } }",
        "$.user.ssn | {\"user\":{\"ssn\":{\"a\":[1,2]},\"x\":1}} | {\"user\":{\"ssn\":\"***\",\"x\":1}}",
        "$.user.ssn | {\"user\":{\"x\":{\"ssn\":\"1\"}}} | {\"user\":{\"x\":{\"ssn\":\"1\"}}}",
        "$.user.ssn | [{\"user\":{\"ssn\":\"1\"}}] | [{\"user\":{\"ssn\":\"1\"}}]",
        "$.items[*].note | {\"items\":[{\"note\":\"a\"},{\"note\":\"b\",\"n\":[\"note\"]}]} | {\"items\":[{\"note\":\"***\"},{\"note\":\"***\",\"n\":[\"note\"]}]}",
        "$.items[*].note | {\"items\":{\"note\":\"a\"}} | {\"items\":{\"note\":\"a\"}}",
        "$['odd.name'][1] | {\"odd.name\":[1,[2],\"a,]\",4]} | {\"odd.name\":[1,\"***\",\"a,]\",4]}",
        "$.*.x | {\"any\":{\"x\":\"a\",\"y\":{\"x\":\"b\"}},\"other\":{\"x\":1}} | {\"any\":{\"x\":\"***\",\"y\":{\"x\":\"b\"}},\"other\":{\"x\":\"***\"}}",
        "$.user.ssn | data: {\"user\":{\"ssn\":\"1\"}} | data: {\"user\":{\"ssn\":\"***\"}}",
        "$.user.ssn | {\"user\":{\"ssn\":\"1 | {\"user\":{\"ssn\":\"***",
        "$.user.ssn | {\"user\":{\"ssn\":tr | {\"user\":{\"ssn\":\"***\"",
        "$.user.ssn | not json at all | not json at all",
      })
  void paths_areFollowedInJson(String path, String body, String stored) {
    assertThat(Redaction.builder().paths(path).build().apply(body, true)).isEqualTo(stored);
  }

  @Test
  void paths_beginAgainWithEachJsonTextOfABody() {
    Redaction rules = Redaction.builder().paths("$.a.b", "$[1]").build();
    assertThat(rules.apply("{\"a\":{\"b\":1}}\n{\"a\":{\"b\":2}}\n[1,2,3]", false))
        .isEqualTo("{\"a\":{\"b\":\"***\"}}\n{\"a\":{\"b\":\"***\"}}\n[1,\"***\",3]");
  }

  @Test
  void paths_hideTheirValuesWhereverTheBodyIsCut() {
    Redaction rules = Redaction.builder().paths("$.u[*].note").build();
    String body = "{\"u\":[{\"note\":\"Zq9-first\"},{\"note\":{\"a\":[\"Zq9-next\"]}}],\"x\":1}";
    IntStream.rangeClosed(0, body.length())
        .forEach(
            end -> assertThat(rules.apply(body.substring(0, end), true)).doesNotContain("Zq9"));
  }

  @Test
  void credentialPrefixes_maskAllThatFollows() {
    Redaction rules = Redaction.builder().credentialPrefixes("acme_", "sk-").build();
    assertThat(rules.apply("use acme_a1 or sk-b, not macme_c or task-d", false))
        .isEqualTo("use *** or ***, not macme_c or task-d");
  }

  @Test
  void emails_areMaskedWhereAskedFor() {
    Redaction rules = Redaction.builder().emails(true).build();
    assertThat(rules.apply(
            "{\"to\":\"kim.lee+x@example.co.kr\"} to a@b.com. <c@d.io>, @handle, a@b, user@",
            false))
        .isEqualTo("{\"to\":\"***\"} to ***. <***>, @handle, a@b, user@");
    assertThat(rules.apply("mail kim@exa", true)).isEqualTo("mail ***");
    assertThat(Redaction.mask("kim@example.com", false)).isEqualTo("kim@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "user.ssn", "$", "$.", "$..ssn", "$.a*", "$[", "$[a]", "$['a'", "$.a[-1]"})
  void paths_thatAreNoneAreRefusedByName(String path) {
    assertThatThrownBy(() -> Redaction.builder().paths(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("path is \"" + path + "\"");
  }

  @Test
  void rules_thatAreNoneAreRefusedByName() {
    assertThatThrownBy(() -> Redaction.builder().keys("*")).hasMessageContaining("key is \"*\"");
    assertThatThrownBy(() -> Redaction.builder().keptKeys("a*b")).hasMessageContaining("\"a*b\"");
    assertThatThrownBy(() -> Redaction.builder().credentialPrefixes("ab"))
        .hasMessageContaining("prefix is \"ab\"");
    assertThatThrownBy(() -> Redaction.builder().credentialPrefixes("a b c"))
        .hasMessageContaining("\"a b c\"");
    Redaction.Builder many = Redaction.builder();
    IntStream.range(0, 65).forEach(i -> many.paths("$.p" + i));
    assertThatThrownBy(many::build).hasMessageContaining("paths: 65; at most 64");
  }
}
