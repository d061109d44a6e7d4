package com.gt8004.cli.where;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One field compared with one value.
 *
 * @param wanted the value as text; for {@link Operator#CONTAINS} in lower case; null for {@code null}
 * @param ordered a {@link BigDecimal} or an {@link Instant} where the field is one; else null
 */
record Comparison(
    Field field,
    Operator operator,
    @Nullable String wanted,
    @Nullable Object ordered) implements Expression {
  private static final String NUMBER = "[+-]?\\d{1,40}(\\.\\d{1,40})?";

  /**
   * Requires a value that the field can be compared with.
   *
   * @throws IllegalArgumentException if it cannot, with what would be right
   */
  static Comparison of(Field field, Operator operator, @Nullable String value) {
    String name = field.wireName();
    if (value == null) {
      if (operator != Operator.EQUAL && operator != Operator.NOT_EQUAL) {
        throw new IllegalArgumentException(
            "null goes with = and != only; for the word write 'null'");
      }
      return new Comparison(field, operator, null, null);
    }
    if (operator == Operator.CONTAINS) {
      return new Comparison(field, operator, value.toLowerCase(Locale.ROOT), null);
    }
    return new Comparison(
        field,
        operator,
        value,
        switch (field.kind()) {
          case TEXT -> null;
          case NUMBER -> number(name, value);
          case TIME -> time(name, value);
          case OBJECT ->
            throw new IllegalArgumentException(name + " can only be searched: " + name + "~word");
        });
  }

  private static BigDecimal number(String name, String value) {
    if (!value.matches(NUMBER)) {
      throw new IllegalArgumentException(
          name + " is a number, such as 500 or 1.5; \"" + value + "\" is none");
    }
    return new BigDecimal(value);
  }

  private static Instant time(String name, String value) {
    Instant time = timeOrNull(value);
    if (time == null) {
      throw new IllegalArgumentException(name
          + " is a time with its offset, such as 2026-11-22T03:00:00Z; \"" + value + "\" is none");
    }
    return time;
  }

  private static @Nullable Instant timeOrNull(String value) {
    try {
      return OffsetDateTime.parse(value).toInstant();
    } catch (DateTimeException notATime) {
      return null;
    }
  }

  @Override
  public boolean holds(FieldValues values) {
    String found = values.of(field);
    if (wanted == null) {
      return (found == null) == (operator == Operator.EQUAL);
    }
    if (found == null) {
      return operator == Operator.NOT_EQUAL;
    }
    if (operator == Operator.CONTAINS) {
      return found.toLowerCase(Locale.ROOT).contains(wanted);
    }
    if (ordered instanceof BigDecimal number) {
      return holds(numberOrNull(found), number);
    }
    if (ordered instanceof Instant time) {
      return holds(timeOrNull(found), time);
    }
    return operator.holdsFor(found.compareTo(wanted));
  }

  /** What cannot be read as the field's kind is as good as absent. */
  private <T extends Comparable<? super T>> boolean holds(@Nullable T found, T other) {
    return found == null
        ? operator == Operator.NOT_EQUAL
        : operator.holdsFor(found.compareTo(other));
  }

  private static @Nullable BigDecimal numberOrNull(String found) {
    try {
      return new BigDecimal(found);
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  @Override
  public void collect(Set<Field> fields) {
    fields.add(field);
  }
}
