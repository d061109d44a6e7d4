package com.gt8004.sdk.capture;

/**
 * Reads over bodies that may be JSON, JSON inside JSON strings, or neither.
 *
 * <p>A quote belongs to a level: 0 for {@code "}, 1 for {@code \"}, 2 for {@code \\\"}, and so on, one
 * per JSON string that the text is nested in. The backslashes before it tell which: the level is the
 * number of one-bits at the end of their count. A string ends at the first quote of its own or a lower
 * level.
 */
final class TextScan {
  /** Most characters of most bodies are asked for. */
  private static final boolean[] ASCII_WORD = asciiWord();

  private TextScan() {}

  /** The level of a quote that has so many backslashes before it. */
  static int level(int backslashes) {
    return Integer.numberOfTrailingZeros(~backslashes);
  }

  /** How many backslashes belong to a quote of that level; those before them are content. */
  static int backslashesOf(int level) {
    return (1 << level) - 1;
  }

  /** The first index at or after {@code from} that holds no backslash. */
  static int afterBackslashes(Text text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == '\\') {
      at++;
    }
    return at;
  }

  /** Where the quote that ends a string stands (its backslashes are before it), or -1 where the text was cut. */
  static int closingQuote(Text text, int from, char quote, int level) {
    int backslashes = 0;
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == quote && level(backslashes) <= level) {
        return at;
      }
      backslashes = c == '\\' ? backslashes + 1 : 0;
    }
    return -1;
  }

  /**
   * The index after the bracket that closes the one at {@code from}; the text's length where it was
   * cut; the quote's index where the string that the brackets are nested in ends first.
   */
  static int containerEnd(Text text, int from, int level) {
    int depth = 0;
    int backslashes = 0;
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"' || c == '\'') {
        int quoteLevel = level(backslashes);
        if (quoteLevel < level) {
          return at;
        }
        int close = closingQuote(text, at + 1, c, quoteLevel);
        if (close < 0) {
          return text.length();
        }
        at = close;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return at + 1;
      }
      backslashes = c == '\\' ? backslashes + 1 : 0;
      at++;
    }
    return text.length();
  }

  static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  static boolean isLineBreak(char c) {
    return c == '\n' || c == '\r';
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\u00a0' || isLineBreak(c);
  }

  /** Characters of keys, brackets of {@code user[password]} and percent signs of encoded keys included. */
  static boolean isWord(char c) {
    return c < ASCII_WORD.length ? ASCII_WORD[c] : Character.isLetterOrDigit(c);
  }

  /** Whether a \\uXXXX that stands here is a character of a key. */
  static boolean isEscapedWord(Text text, int at) {
    return encodedWidth(text, at, text.length()) == 6 && isWord(decoded(text, at, 6));
  }

  /** Whether the quote is written as \\u0022 here, as some JSON writers do for HTML's sake. */
  static boolean isEscapedQuote(Text text, int at) {
    return encodedWidth(text, at, text.length()) == 6 && decoded(text, at, 6) == '"';
  }

  /** How many characters make one here: 6 for \\uXXXX, 3 for %XX, else 1. */
  static int encodedWidth(Text text, int at, int end) {
    char c = text.charAt(at);
    if (c == '\\' && at + 6 <= end && text.charAt(at + 1) == 'u' && isHex(text, at + 2, at + 6)) {
      return 6;
    }
    return c == '%' && at + 3 <= end && isHex(text, at + 1, at + 3) ? 3 : 1;
  }

  /** The character that is written in {@code width} characters here. */
  static char decoded(Text text, int at, int width) {
    if (width == 1) {
      return text.charAt(at);
    }
    int digits = width == 6 ? at + 2 : at + 1;
    int value = 0;
    for (int i = digits; i < at + width; i++) {
      value = value * 16 + Character.digit(text.charAt(i), 16);
    }
    return (char) value;
  }

  static boolean isHex(Text text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isHexDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether the lower-case ASCII {@code expected} stands here in any case. */
  static boolean isAt(Text text, int at, String expected) {
    if (at < 0 || at + expected.length() > text.length()) {
      return false;
    }
    for (int i = 0; i < expected.length(); i++) {
      char c = text.charAt(at + i);
      char lower = c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
      if (lower != expected.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean[] asciiWord() {
    boolean[] table = new boolean[128];
    for (char c = 0; c < table.length; c++) {
      table[c] = Character.isLetterOrDigit(c) || "_-.%[]".indexOf(c) >= 0;
    }
    return table;
  }
}
