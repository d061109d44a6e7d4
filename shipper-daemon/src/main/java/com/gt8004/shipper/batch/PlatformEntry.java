package com.gt8004.shipper.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes an entry as the live platform takes it: its names, its types, values that fit its columns, no
 * NUL and no half surrogate pair, which its database refuses. What the platform does not know is left
 * out. A payload that is no JSON object is given back as it is: the platform will say so. Thread-safe:
 * static functions.
 */
final class PlatformEntry {
  private static final JsonFactory JSON = new JsonFactory();

  /** Where the platform's own SDKs leave it out, the platform fills it in; said here, it is sure. */
  private static final String SOURCE_DEFAULT = "sdk";

  private final boolean withHeaders;
  private boolean sourceSeen;

  private PlatformEntry(boolean withHeaders) {
    this.withHeaders = withHeaders;
  }

  /**
   * The payload in the platform's words.
   *
   * @param lengthMax bytes it should have at most: what is longer loses of its bodies, and if that does
   *     not suffice its headers
   */
  static byte[] of(byte[] payload, int offset, int length, long lengthMax) {
    try {
      byte[] entry = new PlatformEntry(true).converted(payload, offset, length);
      if (entry.length <= lengthMax) {
        return entry;
      }
      byte[] cut = BodyCut.cut(entry, lengthMax);
      if (cut != null && cut.length <= lengthMax) {
        return cut;
      }
      byte[] bare = new PlatformEntry(false).converted(payload, offset, length);
      byte[] bareCut = bare.length <= lengthMax ? null : BodyCut.cut(bare, lengthMax);
      return bareCut == null ? bare : bareCut;
    } catch (IOException noJson) {
      return Arrays.copyOfRange(payload, offset, offset + length);
    }
  }

  private byte[] converted(byte[] payload, int offset, int length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + length / 8);
    try (JsonParser in = JSON.createParser(payload, offset, length);
        JsonGenerator to = JSON.createGenerator(out)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no JSON object");
      }
      to.writeStartObject();
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        PlatformField field = PlatformField.named(name);
        JsonToken value = in.nextToken();
        if (field != null && value != JsonToken.VALUE_NULL) {
          write(field, in, to);
        }
        in.skipChildren();
      }
      if (in.currentToken() != JsonToken.END_OBJECT) {
        throw new IOException("no whole JSON object");
      }
      if (!sourceSeen) {
        to.writeStringField(PlatformField.SOURCE.theirs(), SOURCE_DEFAULT);
      }
      to.writeEndObject();
    }
    return out.toByteArray();
  }

  private void write(PlatformField field, JsonParser in, JsonGenerator to) throws IOException {
    switch (field.kind()) {
      case HEADERS -> headers(field, in, to);
      case FLAG -> {
        if (in.currentToken() == JsonToken.VALUE_TRUE) {
          to.writeBooleanField(field.theirs(), true);
        }
      }
      default -> {
        if (in.currentToken().isScalarValue()) {
          scalar(field, in.getText(), to);
        }
      }
    }
  }

  private void scalar(PlatformField field, String value, JsonGenerator to) throws IOException {
    String number = null;
    String text = null;
    switch (field.kind()) {
      case SMALL_INTEGER -> number = PlatformValue.integer(value, field.max(), false);
      case SIZE -> number = PlatformValue.integer(value, field.max(), true);
      case REAL -> number = PlatformValue.real(value);
      case AMOUNT -> number = PlatformValue.amount(value);
      case NAME -> text = PlatformValue.name(value, field.max());
      case TOKEN -> text = PlatformValue.token(value, field.max());
      case SOURCE -> text = PlatformValue.source(value, field.max());
      default -> text = PlatformValue.cut(value, field.max());
    }
    if (number != null) {
      to.writeFieldName(field.theirs());
      to.writeNumber(number);
    } else if (text != null && !text.isEmpty()) {
      sourceSeen |= field == PlatformField.SOURCE;
      to.writeStringField(field.theirs(), text);
    }
  }

  /** Names and texts; a number becomes its text, what is nested is left out. */
  private void headers(PlatformField field, JsonParser in, JsonGenerator to) throws IOException {
    if (!withHeaders || in.currentToken() != JsonToken.START_OBJECT) {
      return;
    }
    to.writeObjectFieldStart(field.theirs());
    for (@Nullable String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      JsonToken value = in.nextToken();
      if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
        to.writeStringField(PlatformValue.clean(name), PlatformValue.clean(in.getText()));
      }
      in.skipChildren();
    }
    to.writeEndObject();
  }
}
