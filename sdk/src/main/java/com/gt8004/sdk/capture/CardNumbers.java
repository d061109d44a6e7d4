package com.gt8004.sdk.capture;

import static com.gt8004.sdk.capture.TextScan.isBlank;
import static com.gt8004.sdk.capture.TextScan.isQuote;

/**
 * Masks payment card numbers: 13 to 19 digits that pass the Luhn check, in one piece or in groups
 * parted by single blanks, dashes or their form encodings. A number that begins with 0, 1 or 7 is none
 * (today's timestamps in milliseconds, microseconds and nanoseconds begin with 1), nor are digits
 * inside a word or behind a decimal point. For one text, one thread.
 */
final class CardNumbers {
  private static final int DIGITS_MIN = 13;
  private static final int DIGITS_MAX = 19;

  /** Six digits name the bank; from the seventh on they name the holder's account. */
  private static final int DIGITS_OF_CUT_NUMBER_MIN = 7;

  private static final int GROUP_DIGITS_MAX = 7;
  private static final int BLANKS_LOOKED_BACK_MAX = 16;

  private final CharSequence text;
  private final int length;
  private final boolean cut;
  private final MaskedCopy copy;

  /** Digits of the candidate, from its first group on. */
  private final int[] digits = new int[DIGITS_MAX];

  CardNumbers(CharSequence text, boolean cut) {
    this.text = text;
    this.cut = cut;
    length = text.length();
    copy = new MaskedCopy(text);
  }

  CharSequence mask() {
    int at = 0;
    while (at < length) {
      char c = text.charAt(at);
      if (c == '%' && TextScan.encodedWidth(text, at, length) == 3) {
        at += 3; // the digits of %20 are no part of the number behind it
      } else if (isDigit(c)) {
        at = maskFrom(at);
      } else {
        at++;
      }
    }
    return copy.finish();
  }

  /** Masks the number whose first group begins here, if it is one; says where to read on. */
  private int maskFrom(int start) {
    int firstEnd = groupEnd(start, length);
    if (!mayBegin(start)) {
      return firstEnd;
    }
    int end = numberEnd(start);
    if (end < 0) {
      return firstEnd;
    }
    String quote = quoteOfKeyBefore(start);
    copy.replace(start, end, quote + Redaction.MASK + quote);
    return end;
  }

  /** Where the longest card number that begins here ends; -1 where none does. */
  private int numberEnd(int start) {
    int count = 0;
    int best = -1;
    int at = start;
    while (true) {
      int end = groupEnd(at, at + DIGITS_MAX + 1);
      int size = end - at;
      if (count + size > DIGITS_MAX || !isGroup(size, at == start, end)) {
        return best;
      }
      for (int i = at; i < end; i++) {
        digits[count++] = text.charAt(i) - '0';
      }
      if (isCard(count) && mayEnd(end)) {
        best = end;
      }
      int next = end + separatorWidth(end);
      if (cut && next == length && count >= DIGITS_OF_CUT_NUMBER_MIN && best < 0) {
        return end; // the rest of the number is behind the cut
      }
      boolean lastGroup = size > GROUP_DIGITS_MAX || (at > start && size < 3);
      if (lastGroup || next == end || next >= length || !isDigit(text.charAt(next))) {
        return best;
      }
      at = next;
    }
  }

  /** Sizes of groups as cards print them: 4-4-4-4, 4-6-5, 4-4-4-4-3; or all in one piece. */
  private boolean isGroup(int size, boolean first, int end) {
    if (!first) {
      return size <= GROUP_DIGITS_MAX;
    }
    return size >= DIGITS_MIN || (size >= 4 && size <= 6) || (cut && end == length);
  }

  private boolean isCard(int count) {
    int first = digits[0];
    boolean issued = (first >= 2 && first <= 6) || (first >= 8 && count == 16);
    return issued && count >= DIGITS_MIN && passesLuhn(count);
  }

  private boolean passesLuhn(int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      int digit = digits[count - 1 - i];
      int doubled = digit * 2;
      sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }

  private boolean mayBegin(int start) {
    char first = text.charAt(start);
    if (first == '0' || first == '1' || first == '7') {
      return false;
    }
    if (start == 0) {
      return true;
    }
    char before = text.charAt(start - 1);
    if (before == '.') {
      return start < 2 || !isDigit(text.charAt(start - 2));
    }
    if (!isWord(before)) {
      return true;
    }
    boolean escaped = start >= 2 && text.charAt(start - 2) == '\\' && "nrt".indexOf(before) >= 0;
    boolean encoded = start >= 3 && TextScan.encodedWidth(text, start - 3, start) == 3;
    return escaped || encoded;
  }

  private boolean mayEnd(int end) {
    if (end >= length) {
      return true;
    }
    char after = text.charAt(end);
    boolean decimal = after == '.' && end + 1 < length && isDigit(text.charAt(end + 1));
    return !decimal && !isWord(after);
  }

  private int groupEnd(int start, int limit) {
    int end = start;
    while (end < length && end < limit && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int separatorWidth(int at) {
    if (at >= length) {
      return 0;
    }
    char c = text.charAt(at);
    if (c == ' ' || c == '-' || c == '+' || c == '\u00a0') {
      return 1;
    }
    boolean encoded = c == '%' && TextScan.encodedWidth(text, at, length) == 3;
    return encoded && TextScan.decoded(text, at, 3) == ' ' ? 3 : 0;
  }

  /** The quote, with its backslashes, of a JSON key whose bare value begins here; else empty. */
  private String quoteOfKeyBefore(int start) {
    int colon = beforeBlanks(start);
    if (colon < 0 || text.charAt(colon) != ':') {
      return "";
    }
    int quote = beforeBlanks(colon);
    if (quote < 0 || !isQuote(text.charAt(quote))) {
      return "";
    }
    int run = quote;
    while (run > 0 && quote - run < BLANKS_LOOKED_BACK_MAX && text.charAt(run - 1) == '\\') {
      run--;
    }
    return text.subSequence(run, quote + 1).toString();
  }

  private int beforeBlanks(int index) {
    int at = index - 1;
    while (at >= 0 && index - at <= BLANKS_LOOKED_BACK_MAX && isBlank(text.charAt(at))) {
      at--;
    }
    return at;
  }

  /** Latin letters only: Korean particles follow a number without a blank. */
  private static boolean isWord(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
