package com.gt8004.sdk.capture;

import static com.gt8004.sdk.capture.TextScan.isBlank;
import static com.gt8004.sdk.capture.TextScan.isDigit;
import static com.gt8004.sdk.capture.TextScan.isQuote;

/**
 * Finds payment card numbers: digits that begin and are as many as a card scheme's, and pass the Luhn
 * check, in one piece or in groups parted by single blanks, dashes or their form encodings. Digits
 * inside a word or behind a decimal point are none. For one text, one thread.
 */
final class CardNumbers {
  private static final int DIGITS_MIN = 13;
  private static final int DIGITS_MAX = 19;

  /** Six digits name the bank; from the seventh on they name the holder's account. */
  private static final int DIGITS_OF_CUT_NUMBER_MIN = 7;

  private static final int GROUP_DIGITS_MAX = 7;
  private static final int BLANKS_LOOKED_BACK_MAX = 16;

  private final Text text;
  private final int length;
  private final boolean cut;
  private final MaskedCopy copy;

  /** Digits of the candidate, from its first group on. */
  private final byte[] digits = new byte[DIGITS_MAX];

  CardNumbers(Text text, boolean cut, MaskedCopy copy) {
    this.text = text;
    this.cut = cut;
    this.copy = copy;
    length = text.length();
  }

  /** Masks the number whose first group begins here, if it is one; says where to read on. */
  int maskFrom(int start) {
    int firstEnd = groupEnd(start, length);
    char first = text.charAt(start);
    boolean tooShort = firstEnd - start < 4 && !(cut && firstEnd == length);
    if (tooShort || first == '0' || first == '1' || first == '7' || !mayBegin(start)) {
      return firstEnd;
    }
    int end = numberEnd(start);
    if (end < 0) {
      return firstEnd;
    }
    return maskNumber(start, end);
  }

  private int maskNumber(int start, int end) {
    int colon = beforeBlanks(start);
    if (colon >= 0 && text.charAt(colon) == ':') {
      int quote = beforeBlanks(colon);
      if (quote >= 0 && isQuote(text.charAt(quote))) { // a bare value of a JSON key
        int run = quote;
        while (run > 0 && quote - run < BLANKS_LOOKED_BACK_MAX && text.charAt(run - 1) == '\\') {
          run--;
        }
        return copy.maskQuoted(start, end, run, quote + 1);
      }
    }
    return copy.mask(start, end);
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
        digits[count++] = (byte) (text.charAt(i) - '0');
      }
      if (count >= DIGITS_MIN && isIssued(count) && passesLuhn(count) && mayEnd(end)) {
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

  /** Whether a scheme issues numbers of so many digits that begin so; ids of other kinds pass Luhn, too. */
  private boolean isIssued(int count) {
    int two = digits[0] * 10 + digits[1];
    int three = two * 10 + digits[2];
    boolean diners = (three >= 300 && three <= 305) || three == 309 || two == 36 || two >= 38;
    return switch (digits[0]) {
      case 4 -> count == 13 || count == 16 || count == 19;
      case 5 -> count == 16 || two == 50 || two >= 56; // the others are Maestro's
      case 6 -> count >= 16 || two != 62; // Discover, UnionPay, Maestro
      case 3 -> isIssuedThree(two, diners, count);
      case 2 -> count == 16 && two >= 22 && two <= 27; // Mastercard, Mir
      case 8, 9 -> count == 16; // RuPay, Uzcard; Troy, Humo, cards for use in Korea alone
      default -> false;
    };
  }

  private static boolean isIssuedThree(int two, boolean diners, int count) {
    if (two == 34 || two == 37) {
      return count == 15;
    }
    return two == 35 ? count >= 16 : diners && (count == 14 || count >= 16);
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
}
