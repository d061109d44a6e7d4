package com.gt8004.cli.where;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words and signs of a filter, one after another, with where they stand. */
final class FilterTokens {
  private static final String SIGNS = "=!<>~";
  private static final String BREAKS = SIGNS + "()'\"";
  private static final int SHOWN_MAX = 40;

  enum Kind {
    WORD,
    QUOTED,
    SIGN,
    PARENTHESIS,
    END
  }

  /**
   * One of them.
   *
   * @param text without the quotes
   * @param column of its first character, from 1
   */
  record Token(Kind kind, String text, int column) {
    /** Whether it is this keyword or parenthesis; what is quoted is neither. */
    boolean is(String word) {
      return kind != Kind.QUOTED && text.toLowerCase(Locale.ROOT).equals(word);
    }

    String describe() {
      if (kind == Kind.END) {
        return "the end";
      }
      return "\"" + (text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text) + "\"";
    }
  }

  private final String text;
  private int at;
  private @Nullable Token next;

  FilterTokens(String text) {
    this.text = text;
  }

  /** The next one, which stays. */
  Token peek() {
    Token token = next;
    if (token == null) {
      token = read();
      next = token;
    }
    return token;
  }

  /** The next one. */
  Token take() {
    Token token = peek();
    next = null;
    return token;
  }

  /** Takes the next one if it is this keyword or parenthesis. */
  boolean takes(String word) {
    boolean is = peek().is(word);
    if (is) {
      next = null;
    }
    return is;
  }

  /** What is wrong with a token, to be thrown. */
  IllegalArgumentException error(Token token, String what) {
    return new IllegalArgumentException("column " + token.column() + ": " + what);
  }

  private Token read() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return new Token(Kind.END, "", column(at));
    }
    char first = text.charAt(at);
    if (first == '\'' || first == '"') {
      return quoted(first);
    }
    int begin = at;
    if (first == '(' || first == ')') {
      at++;
      return new Token(Kind.PARENTHESIS, text.substring(begin, at), column(begin));
    }
    boolean sign = SIGNS.indexOf(first) >= 0;
    while (at < text.length() && (sign ? isSign(text.charAt(at)) : isWord(text.charAt(at)))) {
      at++;
    }
    return new Token(sign ? Kind.SIGN : Kind.WORD, text.substring(begin, at), column(begin));
  }

  private static boolean isSign(char c) {
    return SIGNS.indexOf(c) >= 0;
  }

  private static boolean isWord(char c) {
    return !Character.isWhitespace(c) && BREAKS.indexOf(c) < 0;
  }

  private Token quoted(char quote) {
    int begin = at;
    StringBuilder content = new StringBuilder();
    for (at = begin + 1; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c != quote) {
        content.append(c);
      } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
        content.append(quote);
        at++;
      } else {
        at++;
        return new Token(Kind.QUOTED, content.toString(), column(begin));
      }
    }
    throw new IllegalArgumentException(
        "column " + column(begin) + ": the text that begins here has no closing " + quote);
  }

  private int column(int index) {
    return text.codePointCount(0, index) + 1;
  }
}
