package com.gt8004.shipper.config;

import com.gt8004.sdk.settings.Units;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings as what they are. What cannot be read is added to the problems, and something
 * harmless is returned instead, so that one pass finds every problem. Not thread-safe.
 */
public final class SettingReader {
  private final SettingSources sources;
  private final List<String> problems;

  /** Reads from {@code sources}, complains to {@code problems}. */
  public SettingReader(SettingSources sources, List<String> problems) {
    this.sources = sources;
    this.problems = problems;
  }

  /** The text; null if the setting has no value. */
  public @Nullable String text(Setting setting) {
    SettingValue value = sources.get(setting);
    return value == null ? null : value.text();
  }

  /** The comma-separated parts; empty if the setting has no value. */
  public List<String> list(Setting setting) {
    String text = text(setting);
    return text == null
        ? List.of()
        : Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .toList();
  }

  /** The path; null if the setting has no value. */
  public @Nullable Path path(Setting setting) {
    String text = text(setting);
    if (text == null) {
      return null;
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException invalid) {
      complain(setting, "is not a path");
      return null;
    }
  }

  /** A whole number from {@code min} to {@code max}. */
  public int count(Setting setting, int min, int max) {
    String range = "a whole number from " + min + " to " + max;
    return (int) inRange(setting, SettingReader::wholeNumber, min, max, range);
  }

  /** Bytes from {@code min} to {@code max}. */
  public long bytes(Setting setting, long min, long max) {
    String range = "a size from " + Units.ofBytes(min) + " to " + Units.ofBytes(max)
        + ", such as 64KiB or 1MiB";
    return inRange(setting, Units::bytes, min, max, range);
  }

  /** A duration from {@code min} to {@code max}. */
  public Duration duration(Setting setting, Duration min, Duration max) {
    String range = "a duration from " + Units.ofDuration(min) + " to " + Units.ofDuration(max)
        + ", such as 500ms or 5s";
    return Duration.ofMillis(
        inRange(setting, SettingReader::millis, min.toMillis(), max.toMillis(), range));
  }

  /** True or false. */
  public boolean flag(Setting setting) {
    return choice(setting, Answer.class) == Answer.TRUE;
  }

  private enum Answer {
    FALSE,
    TRUE
  }

  /** One of the constants of {@code type}, written in any case. */
  public <E extends Enum<E>> E choice(Setting setting, Class<E> type) {
    E[] constants = type.getEnumConstants();
    String text = text(setting);
    for (E constant : constants) {
      if (constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    String names = String.join(
        ", ",
        Arrays.stream(constants).map(c -> c.name().toLowerCase(Locale.ROOT)).toList());
    complain(setting, "is none of " + names);
    return constants[0];
  }

  /** Adds a problem with the value of {@code setting}. */
  public void complain(Setting setting, String what) {
    SettingValue value = sources.get(setting);
    String shown = value == null ? "(not set)" : "'" + value.shown() + "'";
    String origin = value == null ? "" : " (from " + value.origin() + ")";
    problems.add(setting.key() + " " + shown + origin + " " + what);
  }

  private long inRange(
      Setting setting, Function<String, @Nullable Long> reader, long min, long max, String range) {
    String text = text(setting);
    Long value = text == null ? null : reader.apply(text);
    if (value == null || value < min || value > max) {
      complain(setting, "is not " + range);
      return min;
    }
    return value;
  }

  private static @Nullable Long wholeNumber(String text) {
    return text.matches("\\d{1,9}") ? Long.valueOf(text) : null;
  }

  private static @Nullable Long millis(String text) {
    Duration duration = Units.duration(text);
    return duration == null ? null : duration.toMillis();
  }
}
