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
    if (capture.size() == 0 || isEncoded(contentEncoding)) {
      return null;
    }
    if (contentType != null && !contentType.isBlank() && !isText(contentType)) {
      return null;
    }
    String text = capture.text(charset != null ? charset : charsetOf(contentType));
    boolean declared = contentType != null && !contentType.isBlank();
    return text.isEmpty() || (!declared && !looksLikeText(text)) ? null : text;
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
    for (String parameter : contentType.split(";", -1)) {
      String[] pair = parameter.split("=", 2);
      if (pair.length == 2 && pair[0].trim().equalsIgnoreCase("charset")) {
        return charsetNamed(pair[1].replace('"', ' '), StandardCharsets.UTF_8);
      }
    }
    return StandardCharsets.UTF_8;
  }

  private static String mediaType(String contentType) {
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.trim().toLowerCase(Locale.ROOT);
  }

  private static boolean isEncoded(@Nullable String contentEncoding) {
    return contentEncoding != null
        && !contentEncoding.isBlank()
        && !contentEncoding.trim().equalsIgnoreCase("identity");
  }

  private static boolean looksLikeText(String text) {
    return text.chars()
        .noneMatch(c -> c == 0xFFFD || (c < ' ' && c != '\t' && c != '\n' && c != '\r'));
  }
}
