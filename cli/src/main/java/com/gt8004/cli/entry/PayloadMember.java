package com.gt8004.cli.entry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.gt8004.cli.console.Json;
import java.io.IOException;

/** Finds one member of a JSON object without building the rest. */
final class PayloadMember {
  private PayloadMember() {}

  /** The text of the outermost member of this name; empty if there is none. */
  static String text(String json, String name) {
    try (JsonParser parser = Json.mapper().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return "";
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String member = parser.currentName();
        JsonToken value = parser.nextToken();
        if (member.equals(name)) {
          return value == JsonToken.VALUE_STRING ? parser.getText() : "";
        }
        parser.skipChildren();
      }
      return "";
    } catch (IOException e) {
      return "";
    }
  }
}
