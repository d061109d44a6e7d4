package com.gt8004.sdk.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads durations ({@code 500ms 5s 2m 1h 7d}) and sizes ({@code 512B 64KiB 1MiB 10GiB}). */
public final class Units {
  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)\\s*([A-Za-z]+)");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final Map<String, Long> BYTES = new LinkedHashMap<>();

  static {
    BYTES.put("GiB", 1L << 30);
    BYTES.put("MiB", 1L << 20);
    BYTES.put("KiB", 1L << 10);
    BYTES.put("B", 1L);
  }

  private Units() {}

  /** The duration, in whole milliseconds; null if {@code text} is none. */
  public static @Nullable Duration duration(String text) {
    Long millis = scaled(text, MILLIS);
    return millis == null ? null : Duration.ofMillis(millis);
  }

  /** The size in bytes; null if {@code text} is none. */
  public static @Nullable Long bytes(String text) {
    return scaled(text, BYTES);
  }

  /** {@code bytes} in the largest unit that leaves a whole number. */
  public static String ofBytes(long bytes) {
    for (Map.Entry<String, Long> unit : BYTES.entrySet()) {
      if (bytes != 0 && bytes % unit.getValue() == 0) {
        return bytes / unit.getValue() + unit.getKey();
      }
    }
    return bytes + "B";
  }

  /** {@code duration} in the largest unit that leaves a whole number. */
  public static String ofDuration(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1_000 != 0 || millis == 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  private static @Nullable Long scaled(String text, Map<String, Long> units) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
    Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
    if (unit == null) {
      return null;
    }
    BigDecimal value = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    return value.compareTo(LONGEST) > 0 ? null : value.longValue();
  }
}
