package com.gt8004.shipper.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bodies of an entry to make it fit, the response's first, and marks it as {@code truncated}.
 * All other bytes stay as they are. A body is cut on a character: no escape, no UTF-8 sequence and no
 * surrogate pair is ever divided. Thread-safe: static functions.
 */
final class BodyCut {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> REQUEST = Set.of("request_body", "requestBody");
  private static final Set<String> RESPONSE = Set.of("response_body", "responseBody");
  private static final String MARK = ",\"truncated\":true";

  /** Some bytes of the entry, and what stands there instead, in ASCII. */
  private record Change(int from, int to, String instead) {
    int saved() {
      return to - from - instead.length();
    }
  }

  /** The text of a body, without its quotes. */
  private record Body(int from, int to) {}

  private @Nullable Body request;
  private @Nullable Body response;
  private @Nullable Change mark;

  private BodyCut() {}

  /**
   * Cuts what is too much.
   *
   * @param entry one JSON object with at least one member
   * @param lengthMax bytes that it should have at most; where it has more even without its bodies, it
   *     is given back without them
   * @return null if it has no body that could be cut
   */
  static byte @Nullable [] cut(byte[] entry, long lengthMax) {
    BodyCut found = new BodyCut();
    try (JsonParser json = JSON.createParser(entry)) {
      found.look(json);
    } catch (IOException noJson) {
      throw new UncheckedIOException("the envelope promises one JSON object", noJson);
    }
    TreeSet<Change> changes = new TreeSet<>(Comparator.comparingInt(Change::from));
    Change mark =
        found.mark == null ? new Change(entry.length - 1, entry.length - 1, MARK) : found.mark;
    changes.add(mark);
    long excess = entry.length - mark.saved() - lengthMax;
    boolean any = false;
    for (Body body : bodies(found)) {
      if (excess > 0 && body.to > body.from) {
        int end = end(entry, body, body.to - body.from - excess);
        changes.add(new Change(end, body.to, ""));
        excess -= body.to - end;
        any = true;
      }
    }
    return any ? changed(entry, changes) : null;
  }

  private static List<Body> bodies(BodyCut found) {
    Body request = found.request;
    Body response = found.response;
    if (response == null) {
      return request == null ? List.of() : List.of(request);
    }
    return request == null ? List.of(response) : List.of(response, request);
  }

  private void look(JsonParser json) throws IOException {
    json.nextToken();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      int from = (int) json.currentTokenLocation().getByteOffset();
      json.finishToken();
      json.skipChildren();
      int to = (int) json.currentLocation().getByteOffset();
      if (value == JsonToken.VALUE_STRING && REQUEST.contains(name)) {
        request = new Body(from + 1, to - 1);
      } else if (value == JsonToken.VALUE_STRING && RESPONSE.contains(name)) {
        response = new Body(from + 1, to - 1);
      } else if (name.equals("truncated")) {
        mark = new Change(from, to, "true");
      }
    }
  }

  /** Where the last character ends of those that fit whole into {@code lengthMax} bytes of the body. */
  private static int end(byte[] entry, Body body, long lengthMax) {
    int end = body.from;
    int next = end;
    while (next < body.to) {
      next += characterLength(entry, next);
      if (next - body.from > lengthMax) {
        break;
      }
      end = next;
    }
    return end;
  }

  private static int characterLength(byte[] entry, int at) {
    int lead = entry[at] & 0xFF;
    if (lead == '\\') {
      if (entry[at + 1] != 'u') {
        return 2;
      }
      boolean pair = Character.isHighSurrogate(escaped(entry, at))
          && entry[at + 6] == '\\'
          && entry[at + 7] == 'u'
          && Character.isLowSurrogate(escaped(entry, at + 6));
      return pair ? 12 : 6;
    }
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  }

  private static char escaped(byte[] entry, int at) {
    return (char) Integer.parseInt(new String(entry, at + 2, 4, StandardCharsets.US_ASCII), 16);
  }

  private static byte[] changed(byte[] entry, Iterable<Change> changes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(entry.length);
    int at = 0;
    for (Change change : changes) {
      out.write(entry, at, change.from - at);
      out.writeBytes(change.instead.getBytes(StandardCharsets.US_ASCII));
      at = change.to;
    }
    out.write(entry, at, entry.length - at);
    return out.toByteArray();
  }
}
