package com.gt8004.sdk.capture;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether a captured body is text, and in which charset. */
public final class BodyText {
  private static final Set<String> TEXT_TYPES = Set.of(
      "application/json",
      "application/ndjson",
      "application/x-ndjson",
      "application/jsonl",
      "application/json-seq",
      "application/xml",
      "application/yaml",
      "application/x-yaml",
      "application/graphql",
      "application/javascript",
      "application/x-www-form-urlencoded");

  private BodyText() {}

  /**
   * A body as it was read.
   *
   * @param text null where there is none, or none to keep
   * @param cut whether the body goes on beyond the text
   */
  public record Read(@Nullable String text, boolean cut) {
    private static final Read NOTHING = new Read(null, false);
  }

  /**
   * The captured body as text; null where it is empty, compressed, or not text (its size still tells).
   * A body without a content type counts as text if it decodes as UTF-8 without control characters.
   *
   * @param contentType value of the Content-Type header, with its parameters
   * @param contentEncoding value of the Content-Encoding header
   * @param charset what to decode with, or null for the content type's charset, or else UTF-8
   */
  public static @Nullable String of(
      BodyCapture capture,
      @Nullable String contentType,
      @Nullable String contentEncoding,
      @Nullable Charset charset) {
    return read(capture, BodyTypes.text(), contentType, contentEncoding, charset)
        .text();
  }

  /** As {@link #of}, of the types that are to be kept. What gzip packed is unpacked, up to the limit of a body. */
  public static Read read(
      BodyCapture capture,
      BodyTypes types,
      @Nullable String contentType,
      @Nullable String contentEncoding,
      @Nullable Charset charset) {
    if (capture.size() == 0 || !types.keeps(contentType)) {
      return Read.NOTHING;
    }
    Charset decodeAs = charset != null ? charset : charsetOf(contentType);
    Read read = isEncoded(contentEncoding)
        ? capture.unpacked(decodeAs, isGzip(contentEncoding))
        : capture.read(decodeAs);
    String text = read.text();
    boolean declared = contentType != null && !contentType.isBlank();
    boolean kept = text != null && !text.isEmpty() && (declared || looksLikeText(text));
    return kept ? read : Read.NOTHING;
  }

  /** Whether bodies of this content type are text; its parameters play no part. */
  public static boolean isText(String contentType) {
    String type = mediaType(contentType);
    return type.startsWith("text/")
        || type.endsWith("+json")
        || type.endsWith("+xml")
        || TEXT_TYPES.contains(type);
  }

  /** Whether this is the content type of a submitted form (not of one with files). */
  public static boolean isForm(@Nullable String contentType) {
    return contentType != null
        && mediaType(contentType).equals("application/x-www-form-urlencoded");
  }

  /** The charset of that name; {@code fallback} where the name is null or means nothing here. */
  public static Charset charsetNamed(@Nullable String name, Charset fallback) {
    if (name == null) {
      return fallback;
    }
    try {
      return Charset.forName(name.trim());
    } catch (IllegalArgumentException unknown) {
      return fallback;
    }
  }

  private static Charset charsetOf(@Nullable String contentType) {
    if (contentType == null) {
      return StandardCharsets.UTF_8;
    }
    if (contentType.indexOf(';') < 0) {
      return StandardCharsets.UTF_8;
    }
    for (String parameter : contentType.split(";", -1)) {
      String[] pair = parameter.split("=", 2);
      if (pair.length == 2 && pair[0].trim().equalsIgnoreCase("charset")) {
        return charsetNamed(pair[1].replace('"', ' '), StandardCharsets.UTF_8);
      }
    }
    return StandardCharsets.UTF_8;
  }

  static String mediaType(String contentType) {
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.trim().toLowerCase(Locale.ROOT);
  }

  private static boolean isEncoded(@Nullable String contentEncoding) {
    return contentEncoding != null
        && !contentEncoding.isBlank()
        && !contentEncoding.trim().equalsIgnoreCase("identity");
  }

  private static boolean isGzip(@Nullable String contentEncoding) {
    String name = contentEncoding == null ? "" : contentEncoding.trim();
    return name.equalsIgnoreCase("gzip") || name.equalsIgnoreCase("x-gzip");
  }

  private static boolean looksLikeText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0xFFFD || (c < ' ' && c != '\t' && c != '\n' && c != '\r')) {
        return false;
      }
    }
    return true;
  }
}
