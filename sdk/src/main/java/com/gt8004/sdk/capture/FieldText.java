package com.gt8004.sdk.capture;

import org.jspecify.annotations.Nullable;

/** Brings what a client sent into the limits of an entry: cut, never refused, for it is not the application's fault. */
public final class FieldText {
  private FieldText() {}

  /** The value without surrounding blanks, cut to so many characters without splitting one; null where nothing is left. */
  public static @Nullable String cut(@Nullable String value, int charactersMax) {
    if (value == null) {
      return null;
    }
    String stripped = value.strip();
    if (stripped.isEmpty()) {
      return null;
    }
    if (stripped.length() <= charactersMax) {
      return stripped;
    }
    boolean splitsPair = Character.isHighSurrogate(stripped.charAt(charactersMax - 1));
    return stripped.substring(0, splitsPair ? charactersMax - 1 : charactersMax);
  }

  /** A URL without its query and fragment, which hold secrets; null stays null. */
  public static @Nullable String withoutQuery(@Nullable String url) {
    if (url == null) {
      return null;
    }
    int end = 0;
    while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
      end++;
    }
    return url.substring(0, end);
  }
}
