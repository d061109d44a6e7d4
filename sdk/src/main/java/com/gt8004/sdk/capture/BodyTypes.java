package com.gt8004.sdk.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which bodies are kept, by their content type. Immutable. */
public final class BodyTypes {
  private static final BodyTypes TEXT = new BodyTypes(null);
  private static final BodyTypes NONE = new BodyTypes(List.of());

  /** Lower-case patterns; null: whatever is text. */
  private final @Nullable List<String> patterns;

  private BodyTypes(@Nullable List<String> patterns) {
    this.patterns = patterns;
  }

  /** All that is text, and bodies without a type that look like it: the default. */
  public static BodyTypes text() {
    return TEXT;
  }

  /** None at all. */
  public static BodyTypes none() {
    return NONE;
  }

  /**
   * These alone, taken for text whatever they are: {@code application/json}, {@code text/*}, {@code
   * *+json}. A body without a type is none of them.
   *
   * @throws IllegalArgumentException if one has no {@code /} nor {@code *}, or a {@code *} inside, naming it
   */
  public static BodyTypes of(String... types) {
    List<String> patterns = new ArrayList<>();
    for (String type : types) {
      int star = type.indexOf('*');
      boolean atOneEnd = star < 0 || (type.length() > 1 && star == type.lastIndexOf('*'));
      boolean fits = atOneEnd && (star <= 0 || star == type.length() - 1);
      if (!fits || (star < 0 && type.indexOf('/') < 0)) {
        throw new IllegalArgumentException("content type is \"" + type
            + "\"; give one such as application/json, text/* or *+json");
      }
      patterns.add(type.toLowerCase(Locale.ROOT));
    }
    return new BodyTypes(List.copyOf(patterns));
  }

  /** Whether bodies of this type are kept; null or blank where the message named none. */
  boolean keeps(@Nullable String contentType) {
    List<String> wanted = patterns;
    if (contentType == null || contentType.isBlank()) {
      return wanted == null;
    }
    if (wanted == null) {
      return BodyText.isText(contentType);
    }
    String type = BodyText.mediaType(contentType);
    for (String pattern : wanted) {
      if (matches(pattern, type)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String pattern, String type) {
    if (pattern.startsWith("*")) {
      return type.endsWith(pattern.substring(1));
    }
    return pattern.endsWith("*")
        ? type.startsWith(pattern.substring(0, pattern.length() - 1))
        : type.equals(pattern);
  }
}
