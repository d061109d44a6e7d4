package com.gt8004.sdk.capture;

import static com.gt8004.sdk.capture.TextScan.isBlank;
import static com.gt8004.sdk.capture.TextScan.isLineBreak;
import static com.gt8004.sdk.capture.TextScan.isQuote;

import java.util.Locale;
import java.util.Set;

/**
 * Finds where a secret key's value ends and masks it: a string up to its closing quote, an object or
 * array up to its closing bracket, anything else up to what usually follows a bare value. Whatever the
 * cut left open is masked to the end of the text. For one text, one thread.
 */
final class SecretValue {
  /** Values that are no secrets. */
  private static final Set<String> LITERALS = Set.of("true", "false", "null", "none", "undefined");

  private static final int LITERAL_CHARACTERS_MAX = 9;

  /** First words of credentials that go on after a blank. */
  private static final Set<String> SCHEMES =
      Set.of("bearer", "basic", "token", "digest", "apikey", "negotiate");

  private static final int SCHEME_CHARACTERS_MAX = 9;

  private final CharSequence text;
  private final int length;
  private final MaskedCopy copy;
  private final boolean isForm;

  SecretValue(CharSequence text, MaskedCopy copy) {
    this.text = text;
    this.copy = copy;
    length = text.length();
    isForm = FormFields.isForm(text);
  }

  /**
   * Masks the value that begins at {@code from} or after blanks there.
   *
   * @param separator what stood between key and value, {@code :} or {@code =}
   * @param keyQuote the quote after the key with its backslashes, empty where there was none
   * @param toLineEnd whether a bare value goes to the end of its line, as in YAML
   * @param authorization whether a bare value may have several words
   * @return where to read on
   */
  int mask(char separator, int from, String keyQuote, boolean toLineEnd, boolean authorization) {
    int operator = afterOperator(from);
    int start = afterBlanks(operator);
    if (start >= length) {
      return length;
    }
    if (TextScan.isEscapedQuote(text, start)) {
      return maskEscapedString(start + 6);
    }
    int quoteAt = TextScan.afterBackslashes(text, start);
    if (quoteAt < length && isQuote(text.charAt(quoteAt))) {
      return maskString(start, quoteAt);
    }
    char c = text.charAt(start);
    if (c == '{' || c == '[') {
      int level = keyQuote.isEmpty() ? 0 : TextScan.level(keyQuote.length() - 1);
      return replace(start, TextScan.containerEnd(text, start, level), quoted(separator, keyQuote));
    }
    return hasLineBreak(operator, start)
        ? start // the value is on no line of the key's: it has none
        : maskBare(separator, start, keyQuote, toLineEnd, authorization);
  }

  private int maskString(int runStart, int quoteAt) {
    int level = TextScan.level(quoteAt - runStart);
    int close = TextScan.closingQuote(text, quoteAt + 1, text.charAt(quoteAt), level);
    if (close < 0) {
      return replace(quoteAt + 1, length, Redaction.MASK);
    }
    int contentEnd = close;
    while (contentEnd > quoteAt + 1 && text.charAt(contentEnd - 1) == '\\') {
      contentEnd--;
    }
    int backslashes = close - contentEnd;
    contentEnd = close - TextScan.backslashesOf(TextScan.level(backslashes));
    replace(quoteAt + 1, contentEnd, Redaction.MASK);
    return close + 1;
  }

  /** A string between quotes that are written as \\u0022. */
  private int maskEscapedString(int from) {
    int end = from;
    while (end < length && text.charAt(end) != '"' && !TextScan.isEscapedQuote(text, end)) {
      end++;
    }
    replace(from, end, Redaction.MASK);
    return end < length && text.charAt(end) == '\\' ? end + 6 : end;
  }

  private int maskBare(
      char separator, int start, String keyQuote, boolean toLineEnd, boolean authorization) {
    int end = start;
    if (isForm && separator == '=') {
      end = formValueEnd(start);
    } else if (toLineEnd) {
      end = lineEnd(start);
    } else {
      boolean manyWords = authorization || beginsWithScheme(start);
      while (end < length && !endsBareValue(end, separator, manyWords)) {
        end++;
      }
    }
    return isLiteral(start, end) ? end : replace(start, end, quoted(separator, keyQuote));
  }

  private boolean endsBareValue(int index, char separator, boolean manyWords) {
    char c = text.charAt(index);
    if (isLineBreak(c) || isQuote(c) || c == '<' || c == '&') {
      return true;
    }
    if (c == '\\') {
      return endsLineOrString(index);
    }
    if (isBlank(c)) {
      return !manyWords;
    }
    if (separator == ':') {
      return c == '}' || (!manyWords && (c == ',' || c == ']' || c == ';'));
    }
    return false;
  }

  /** Whether the backslashes that begin here escape a quote or a line break: one look ahead suffices. */
  private boolean endsLineOrString(int index) {
    char next = index + 1 < length ? text.charAt(index + 1) : ' ';
    return isQuote(next) || next == 'n' || next == 'r' || TextScan.isEscapedQuote(text, index);
  }

  private int formValueEnd(int start) {
    int end = start;
    while (end < length && text.charAt(end) != '&' && !isLineBreak(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int lineEnd(int start) {
    int end = start;
    while (end < length && !isLineBreak(text.charAt(end))) {
      char c = text.charAt(end);
      if (c == '"' || (c == '\\' && endsLineOrString(end))) {
        return end;
      }
      end++;
    }
    return end;
  }

  private int afterOperator(int from) {
    int index = from;
    while (index < length && index < from + 2 && "=>".indexOf(text.charAt(index)) >= 0) {
      index++;
    }
    return index;
  }

  private int afterBlanks(int from) {
    int index = from;
    while (index < length) {
      char c = text.charAt(index);
      if (isBlank(c)) {
        index++;
      } else if (c == '\\' && index + 1 < length && "nrt".indexOf(text.charAt(index + 1)) >= 0) {
        index += 2;
      } else {
        return index;
      }
    }
    return index;
  }

  private boolean hasLineBreak(int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (isLineBreak(c) || c == 'n' || c == 'r') {
        return true;
      }
    }
    return false;
  }

  private boolean beginsWithScheme(int start) {
    int end = start;
    while (end < length && end - start <= SCHEME_CHARACTERS_MAX && !isBlank(text.charAt(end))) {
      end++;
    }
    return end < length && isBlank(text.charAt(end)) && SCHEMES.contains(lowerCase(start, end));
  }

  private boolean isLiteral(int start, int end) {
    return end - start <= LITERAL_CHARACTERS_MAX
        && LITERALS.contains(lowerCase(start, end).strip());
  }

  private String lowerCase(int start, int end) {
    return text.subSequence(start, end).toString().toLowerCase(Locale.ROOT);
  }

  /** Keeps JSON valid: what was no string becomes one where the key is one. */
  private static String quoted(char separator, String keyQuote) {
    return separator == ':' ? keyQuote + Redaction.MASK + keyQuote : Redaction.MASK;
  }

  private int replace(int start, int end, String replacement) {
    if (end > start) {
      copy.replace(start, end, replacement);
    }
    return end;
  }
}
