package com.gt8004.sdk.capture;

import static com.gt8004.sdk.capture.TextScan.isBlank;
import static com.gt8004.sdk.capture.TextScan.isLineBreak;
import static com.gt8004.sdk.capture.TextScan.isQuote;

/**
 * Finds where a secret key's value ends and masks it: a string up to its closing quote, an object or
 * array up to its closing bracket, anything else up to what usually follows a bare value. Whatever the
 * cut left open is masked to the end of the text. For one text, one thread.
 */
final class SecretValue {
  /** Values that are no secrets. */
  private static final String[] LITERALS = {"true", "false", "null", "none", "undefined"};

  /** First words of credentials that go on after a blank. */
  private static final String[] SCHEMES = {
    "bearer", "basic", "token", "digest", "apikey", "negotiate"
  };

  private final Text text;
  private final int length;
  private final MaskedCopy copy;
  private final boolean isForm;

  /** The quote after the key with its backslashes; empty where there was none. */
  private int quoteStart;

  private int quoteEnd;

  SecretValue(Text text, MaskedCopy copy) {
    this.text = text;
    this.copy = copy;
    length = text.length();
    isForm = FormFields.isForm(text);
  }

  /** The key of the next value ends with this quote; start and end are the same where it has none. */
  void keyQuote(int start, int end) {
    quoteStart = start;
    quoteEnd = end;
  }

  /**
   * Masks the value that begins at {@code from} or after blanks there.
   *
   * @param separator what stood between key and value, {@code :} or {@code =}
   * @param toLineEnd whether a bare value goes to the end of its line, as in YAML
   * @param manyWords whether a bare value may have several words
   * @return where to read on
   */
  int mask(char separator, int from, boolean toLineEnd, boolean manyWords) {
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
      int level = quoteEnd == quoteStart ? 0 : TextScan.level(quoteEnd - quoteStart - 1);
      return maskBareSpan(separator, start, TextScan.containerEnd(text, start, level));
    }
    return hasLineBreak(operator, start)
        ? start // the value is on no line of the key's: it has none
        : maskBare(separator, start, toLineEnd, manyWords);
  }

  /** Masks a value in a URL that is a value itself, where {@code %26} or the URL's end ends it. */
  int maskEncoded(int from) {
    int start = isEncodedQuote(from) ? from + 3 : from;
    int end = start;
    while (end < length && !endsEncodedValue(end)) {
      end++;
    }
    return end > start ? copy.mask(start, end) : end;
  }

  /** Masks what stands in an XML element. */
  int maskElement(int from) {
    int end = from;
    while (end < length && text.charAt(end) != '<') {
      end++;
    }
    return end > from ? copy.mask(from, end) : end;
  }

  /** The string that begins here, as start and end of its content; -1 as start where none does. */
  static int stringStart(Text text, int from) {
    int at = from;
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    int quoteAt = TextScan.afterBackslashes(text, at);
    return quoteAt < text.length() && isQuote(text.charAt(quoteAt)) ? quoteAt + 1 : -1;
  }

  private int maskString(int runStart, int quoteAt) {
    int level = TextScan.level(quoteAt - runStart);
    int close = TextScan.closingQuote(text, quoteAt + 1, text.charAt(quoteAt), level);
    if (close < 0) {
      return maskSpan(quoteAt + 1, length);
    }
    int contentEnd = close;
    while (contentEnd > quoteAt + 1 && text.charAt(contentEnd - 1) == '\\') {
      contentEnd--;
    }
    int backslashes = close - contentEnd;
    contentEnd = close - TextScan.backslashesOf(TextScan.level(backslashes));
    maskSpan(quoteAt + 1, contentEnd);
    return close + 1;
  }

  /** A string between quotes that are written as \\u0022. */
  private int maskEscapedString(int from) {
    int end = from;
    while (end < length && text.charAt(end) != '"' && !TextScan.isEscapedQuote(text, end)) {
      end++;
    }
    maskSpan(from, end);
    return end < length && text.charAt(end) == '\\' ? end + 6 : end;
  }

  private int maskBare(char separator, int start, boolean toLineEnd, boolean manyWords) {
    int end = start;
    if (isForm && separator == '=') {
      end = formValueEnd(start);
    } else if (toLineEnd) {
      end = lineEnd(start);
    } else {
      boolean goesOn = manyWords || beginsWithScheme(start);
      while (end < length && !endsBareValue(end, separator, goesOn)) {
        end++;
      }
    }
    return isLiteral(start, end) ? end : maskBareSpan(separator, start, end);
  }

  private boolean endsBareValue(int index, char separator, boolean manyWords) {
    char c = text.charAt(index);
    if (isLineBreak(c) || isQuote(c) || c == '<') {
      return true;
    }
    if (c == '\\') {
      return endsLineOrString(index);
    }
    if (isBlank(c)) {
      return !manyWords;
    }
    if (separator == ':') {
      return c == '}' || (!manyWords && (c == ',' || c == ']' || c == ';' || c == '&'));
    }
    return c == '&';
  }

  /** Whether the backslashes that begin here escape a quote or a line break: one look ahead suffices. */
  private boolean endsLineOrString(int index) {
    char next = index + 1 < length ? text.charAt(index + 1) : ' ';
    return isQuote(next) || next == 'n' || next == 'r' || TextScan.isEscapedQuote(text, index);
  }

  private boolean endsEncodedValue(int index) {
    char c = text.charAt(index);
    return isBlank(c)
        || isQuote(c)
        || "\\<>&#".indexOf(c) >= 0
        || isEncodedQuote(index)
        || TextScan.isAt(text, index, "%26");
  }

  private boolean isEncodedQuote(int index) {
    return TextScan.isAt(text, index, "%22") || TextScan.isAt(text, index, "%27");
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
    for (String scheme : SCHEMES) {
      int end = start + scheme.length();
      if (TextScan.isAt(text, start, scheme) && end < length && isBlank(text.charAt(end))) {
        return true;
      }
    }
    return false;
  }

  private boolean isLiteral(int start, int end) {
    int last = end;
    while (last > start && " );,".indexOf(text.charAt(last - 1)) >= 0) {
      last--;
    }
    for (String literal : LITERALS) {
      if (last - start == literal.length() && TextScan.isAt(text, start, literal)) {
        return true;
      }
    }
    return false;
  }

  /** Keeps JSON valid: what was no string becomes one where the key is one. */
  private int maskBareSpan(char separator, int start, int end) {
    if (end <= start) {
      return end;
    }
    return separator == ':'
        ? copy.maskQuoted(start, end, quoteStart, quoteEnd)
        : copy.mask(start, end);
  }

  private int maskSpan(int start, int end) {
    return end > start ? copy.mask(start, end) : end;
  }
}
