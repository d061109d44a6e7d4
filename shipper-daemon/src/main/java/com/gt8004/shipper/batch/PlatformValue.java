package com.gt8004.shipper.batch;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes values fit the live platform's columns. Null means: leave it out. Thread-safe: static functions. */
final class PlatformValue {
  /** NUMERIC(20,8) has twelve digits before the point. */
  private static final double AMOUNT_END = 1e12;

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d{1,9})?");

  /** A number of an exponent beyond this is far beyond any column, and costly to write out. */
  private static final int DIGITS_MAX = 400;

  private static final String PING_SOURCE = "sdk_ping";

  private PlatformValue() {}

  /** The text without NUL, with U+FFFD for each half surrogate pair. */
  static String clean(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return cleaned(text);
      }
    }
    return text;
  }

  private static String cleaned(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .filter(point -> point != 0)
        .map(point ->
            point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** As many whole characters, counted as PostgreSQL does, as the column takes. */
  static String cut(String text, int charactersMax) {
    String clean = clean(text);
    return isTooLong(clean, charactersMax)
        ? clean.substring(0, clean.offsetByCodePoints(0, charactersMax))
        : clean;
  }

  private static boolean isTooLong(String text, int charactersMax) {
    return text.length() > charactersMax && text.codePointCount(0, text.length()) > charactersMax;
  }

  static @Nullable String name(String text, int charactersMax) {
    String clean = clean(text);
    return isTooLong(clean, charactersMax) ? null : clean;
  }

  /** {@code USDC-eip155:84532} would be cut to {@code USDC-eip155:8453}, another network. */
  static String token(String text, int charactersMax) {
    String clean = clean(text);
    int dash = clean.indexOf('-');
    boolean cutsNetwork = isTooLong(clean, charactersMax) && dash > 0;
    return cut(cutsNetwork ? clean.substring(0, dash) : clean, charactersMax);
  }

  /** What the cut would turn into a ping, which is not stored, keeps one character less. */
  static String source(String text, int charactersMax) {
    String cut = cut(text, charactersMax);
    return cut.equals(PING_SOURCE) && !clean(text).equals(PING_SOURCE)
        ? cut.substring(0, charactersMax - 1)
        : cut;
  }

  /** A whole number from 0; one above {@code max} is lowered to it, or left out. */
  static @Nullable String integer(String text, int max, boolean lower) {
    BigDecimal number = number(text);
    if (number == null || number.signum() < 0 || number.stripTrailingZeros().scale() > 0) {
      return null;
    }
    BigInteger whole = number.toBigInteger();
    if (whole.compareTo(BigInteger.valueOf(max)) > 0) {
      return lower ? Integer.toString(max) : null;
    }
    return whole.toString();
  }

  static @Nullable String real(String text) {
    BigDecimal number = number(text);
    return number == null || Float.isInfinite(number.floatValue()) ? null : text;
  }

  static @Nullable String amount(String text) {
    BigDecimal number = number(text);
    return number == null || number.signum() < 0 || number.doubleValue() >= AMOUNT_END
        ? null
        : text;
  }

  private static @Nullable BigDecimal number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return null;
    }
    BigDecimal number = new BigDecimal(text);
    long before = (long) number.precision() - number.scale();
    return before > DIGITS_MAX || number.scale() > DIGITS_MAX ? null : number;
  }
}
