package com.gt8004.sdk.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings in the environment of a process. A variable that is not set, or blank, leaves the other value
 * as it is; one that cannot be read is refused with its name, its value and what is allowed. Immutable.
 */
public final class Environment {
  private final Map<String, String> variables;

  public Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** The text; null if the variable is not set or blank. */
  public @Nullable String text(String name) {
    String text = variables.get(name);
    return text == null || text.isBlank() ? null : text.strip();
  }

  /**
   * Bytes, written with a unit, such as {@code 512MiB}.
   *
   * @throws IllegalArgumentException if it is no size, or not from {@code min} to {@code max}
   */
  public long bytes(String name, long min, long max, long otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    Long bytes = Units.bytes(text);
    if (bytes == null || bytes < min || bytes > max) {
      throw refused(
          name,
          text,
          "a size from " + Units.ofBytes(min) + " to " + Units.ofBytes(max)
              + ", such as 512MiB or 10GiB");
    }
    return bytes;
  }

  /**
   * A duration, written with a unit, such as {@code 100ms}.
   *
   * @throws IllegalArgumentException if it is no duration, or not from {@code min} to {@code max}
   */
  public Duration duration(String name, Duration min, Duration max, Duration otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    Duration duration = Units.duration(text);
    if (duration == null || duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
      throw refused(
          name,
          text,
          "a duration from " + Units.ofDuration(min) + " to " + Units.ofDuration(max)
              + ", such as 100ms or 2s");
    }
    return duration;
  }

  /**
   * One of the constants of {@code type}, in any case.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    List<E> constants = List.of(type.getEnumConstants());
    for (E constant : constants) {
      if (constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    throw refused(name, text, "one of " + String.join(", ", names(constants)));
  }

  /** The parts between commas; {@code otherwise} if the variable is not set. */
  public List<String> list(String name, List<String> otherwise) {
    String text = text(name);
    return text == null
        ? otherwise
        : Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .toList();
  }

  private static List<String> names(List<? extends Enum<?>> constants) {
    return constants.stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static IllegalArgumentException refused(String name, String text, String allowed) {
    return new IllegalArgumentException(name + " is '" + text + "', allowed is " + allowed);
  }
}
