package com.gt8004.cli.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadScanTest {
  private static final long SEED = 20261122;

  /** Members in the order of the text, each as it stands there. */
  private static List<String> members(byte[] json) {
    PayloadScan scan = new PayloadScan().of(json);
    List<String> members = new ArrayList<>();
    while (scan.next()) {
      members.add(scan.name() + "="
          + new String(
              json,
              scan.valueStart(),
              scan.valueEnd() - scan.valueStart(),
              StandardCharsets.UTF_8));
    }
    return members;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void members_areFoundWhereTheyStand() {
    assertThat(members(
            utf8("{\"a\":1,\"b\":\"x,}\\\"y\",\"c\":{\"d\":[\"}\",2]},\"e\":null,\"f\":[]}")))
        .containsExactly("a=1", "b=\"x,}\\\"y\"", "c={\"d\":[\"}\",2]}", "e=null", "f=[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", " { } ", "{ \"a\" : 1 , \"b\" : true }", "{\"\\\\\":\"\\\\\"}"})
  void spacesAndBackslashes_doNoHarm(String json) throws Exception {
    assertThat(members(utf8(json))).hasSize(Json.mapper().readTree(json).size());
  }

  @Test
  void whatIsNoObject_isABug() {
    assertThatThrownBy(() -> new PayloadScan().of(utf8("[1]")))
        .hasMessageContaining("no JSON object");
  }

  @Test
  void randomObjects_areCutAsTheParserCutsThem() throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      ObjectNode object = object(random, 3);
      byte[] json = utf8(Json.text(object));
      List<String> expected = new ArrayList<>();
      object
          .properties()
          .forEach(
              member -> expected.add(nameIn(member.getKey()) + "=" + Json.text(member.getValue())));

      assertThat(members(json)).as("seed %d, object %d", SEED, i).isEqualTo(expected);
    }
  }

  /** As it stands in the JSON, without its quotes. */
  private static String nameIn(String name) {
    String quoted = Json.text(Json.mapper().getNodeFactory().textNode(name));
    return quoted.substring(1, quoted.length() - 1);
  }

  private static ObjectNode object(Random random, int depth) {
    ObjectNode object = Json.object();
    for (int i = random.nextInt(5); i > 0; i--) {
      object.set(text(random), value(random, depth));
    }
    return object;
  }

  private static JsonNode value(Random random, int depth) {
    var nodes = Json.mapper().getNodeFactory();
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0 -> nodes.textNode(text(random));
      case 1 -> nodes.numberNode(random.nextInt());
      case 2 -> nodes.booleanNode(random.nextBoolean());
      case 3 -> nodes.nullNode();
      case 4 -> object(random, depth - 1);
      default -> {
        ArrayNode array = nodes.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(random, depth - 1));
        }
        yield array;
      }
    };
  }

  private static String text(Random random) {
    String characters = "ab\"\\{}[],: \n\u0000é고😀";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      int at = random.nextInt(characters.codePointCount(0, characters.length()));
      text.appendCodePoint(characters.codePointAt(characters.offsetByCodePoints(0, at)));
    }
    return text.toString();
  }
}
