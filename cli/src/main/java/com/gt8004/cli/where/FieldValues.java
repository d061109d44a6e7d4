package com.gt8004.cli.where;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The texts of some fields of one entry, read without building the rest. */
final class FieldValues {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<Field, String> texts = new EnumMap<>(Field.class);

  private FieldValues() {}

  /** Reads these fields out of one JSON object; null if it is none. */
  static @Nullable FieldValues read(byte[] bytes, int offset, int length, Set<Field> fields) {
    FieldValues values = new FieldValues();
    try (JsonParser json = JSON.createParser(bytes, offset, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (values.texts.size() < fields.size() && json.nextToken() == JsonToken.FIELD_NAME) {
        values.take(json, fields);
      }
      return values;
    } catch (IOException notJson) {
      return null;
    }
  }

  private void take(JsonParser json, Set<Field> fields) throws IOException {
    Field field = Field.named(json.currentName());
    JsonToken value = json.nextToken();
    if (field == null || !fields.contains(field)) {
      json.skipChildren();
    } else if (value.isStructStart()) {
      texts.put(field, structure(json));
    } else if (value != JsonToken.VALUE_NULL) {
      texts.put(field, json.getText());
    }
  }

  private static String structure(JsonParser json) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = JSON.createGenerator(text)) {
      copy.copyCurrentStructure(json);
    }
    return text.toString();
  }

  /** The text of a field; null if the entry does not have it. */
  @Nullable
  String of(Field field) {
    return texts.get(field);
  }
}
