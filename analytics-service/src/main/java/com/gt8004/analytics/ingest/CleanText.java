package com.gt8004.analytics.ingest;

/** Makes text that PostgreSQL can hold, and cuts it between whole characters. */
final class CleanText {
  private static final char REPLACEMENT = '\uFFFD';

  private CleanText() {}

  /** Without NUL, and with U+FFFD for each half of a surrogate pair that stands alone. */
  static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return cleaned(text, i);
      }
    }
    return text;
  }

  private static String cleaned(String text, int from) {
    StringBuilder clean = new StringBuilder(text.length()).append(text, 0, from);
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        if (c != 0) {
          clean.append(c);
        }
      } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        clean.append(c).append(text.charAt(++i));
      } else {
        clean.append(REPLACEMENT);
      }
    }
    return clean.toString();
  }

  /** Characters as PostgreSQL counts them: code points. */
  static int lengthOf(String text) {
    return text.codePointCount(0, text.length());
  }

  /** At most that many characters of it. */
  static String cut(String text, int charactersMax) {
    return lengthOf(text) <= charactersMax
        ? text
        : text.substring(0, text.offsetByCodePoints(0, charactersMax));
  }
}
