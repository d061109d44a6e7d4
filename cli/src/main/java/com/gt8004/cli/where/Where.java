package com.gt8004.cli.where;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which entries are wanted, by their fields. The grammar, with names as they are on the wire:
 *
 * <pre>
 *   filter     = all { "or" all }
 *   all        = one { "and" one }
 *   one        = "not" one | "(" filter ")" | field operator value
 *   operator   = "=" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "~"
 *   value      = number | time | text | "null"
 *   text       = 'quoted' | "quoted" | word      (a quote within is written twice)
 * </pre>
 *
 * <p>{@code and}, {@code or}, {@code not} and {@code null} are written in either case. Numbers are
 * compared by value, texts by character, case included. {@code ~} asks whether the field's text contains
 * the value, whatever the case. {@code timestamp} takes a time with an offset, such as {@code
 * 2026-11-22T03:00:00Z}. {@code headers} knows {@code ~} only, over their JSON. A field that the entry
 * does not have equals {@code null}, is {@code !=} every value, and nothing else holds for it. Immutable.
 */
public final class Where {
  /** The grammar in a line, for help. */
  public static final String FORMS =
      "fields by their wire names with =, !=, <, <=, >, >= or ~ (contains), joined by and, or, not and parentheses, such as 'status_code>=500 and tool_name=search'";

  private final String text;
  private final Expression expression;
  private final Set<Field> fields;

  private Where(String text, Expression expression) {
    this.text = text;
    this.expression = expression;
    this.fields = EnumSet.noneOf(Field.class);
    expression.collect(fields);
  }

  /**
   * Reads a filter, of at most 4,096 characters.
   *
   * @throws IllegalArgumentException if it is none, with the column, counted from 1, and what would be right
   */
  public static Where parse(String text) {
    return new Where(text, new FilterParser(text).parse());
  }

  /** Whether an entry's payload, one JSON object, is wanted; false for what is no such object. */
  public boolean matches(byte[] payload) {
    return matches(payload, 0, payload.length);
  }

  /** The same for a payload that is part of an array. Thread-safe. */
  public boolean matches(byte[] bytes, int offset, int length) {
    FieldValues values = FieldValues.read(bytes, offset, length, fields);
    return values != null && expression.holds(values);
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
