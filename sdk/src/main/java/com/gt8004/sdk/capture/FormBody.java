package com.gt8004.sdk.capture;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a form that the container itself read for {@code getParameter}: written again from the
 * parameters, since its bytes never came past. Parameters of the query string are left out; containers
 * list their values before the body's.
 */
public final class FormBody {
  private FormBody() {}

  /** Writes the form's fields, at most {@link BodyCapture#BYTES_MAX} bytes of them, into the capture. */
  public static void write(
      Map<String, String[]> parameters, @Nullable String query, BodyCapture capture) {
    Map<String, Integer> inQuery = countByName(query);
    boolean first = true;
    for (Map.Entry<String, String[]> parameter : parameters.entrySet()) {
      String[] values = parameter.getValue();
      for (int i = inQuery.getOrDefault(parameter.getKey(), 0); i < values.length; i++) {
        if (capture.cut()) {
          return;
        }
        String field = (first ? "" : "&") + encode(parameter.getKey()) + "=" + encode(values[i]);
        byte[] bytes = field.getBytes(StandardCharsets.US_ASCII);
        capture.add(bytes, 0, bytes.length);
        first = false;
      }
    }
  }

  private static Map<String, Integer> countByName(@Nullable String query) {
    Map<String, Integer> counts = new HashMap<>();
    if (query != null) {
      for (String field : query.split("&", -1)) {
        String name = field.split("=", 2)[0];
        if (!field.isEmpty()) {
          counts.merge(decode(name), 1, Integer::sum);
        }
      }
    }
    return counts;
  }

  private static String encode(String text) {
    return URLEncoder.encode(asSent(text), StandardCharsets.UTF_8);
  }

  /** A container that takes forms for ISO-8859-1, as Tomcat does unless told, made of each byte a character. */
  private static String asSent(String text) {
    boolean mayBeBytes = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0xff) {
        return text;
      }
      mayBeBytes |= c > 0x7f;
    }
    if (!mayBeBytes) {
      return text;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException trulyLatin) {
      return text;
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }
}
