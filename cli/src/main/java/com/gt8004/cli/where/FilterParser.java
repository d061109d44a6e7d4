package com.gt8004.cli.where;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Where}: one method for each rule of its grammar. Used once. */
final class FilterParser {
  static final int LENGTH_MAX = 4_096;

  /** Each level takes a few frames of the stack. */
  private static final int DEPTH_MAX = 100;

  private final FilterTokens tokens;
  private int depth;

  FilterParser(String text) {
    if (text.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "the filter has " + text.length() + " characters, allowed are " + LENGTH_MAX);
    }
    this.tokens = new FilterTokens(text);
  }

  Expression parse() {
    Expression expression = any();
    FilterTokens.Token rest = tokens.peek();
    if (rest.kind() != FilterTokens.Kind.END) {
      throw tokens.error(
          rest,
          rest.is(")")
              ? "this ) closes nothing"
              : "expected and, or or the end, not " + rest.describe());
    }
    return expression;
  }

  private Expression any() {
    List<Expression> parts = new ArrayList<>(List.of(all()));
    while (tokens.takes("or")) {
      parts.add(all());
    }
    return parts.size() == 1 ? parts.get(0) : new Expression.Any(List.copyOf(parts));
  }

  private Expression all() {
    List<Expression> parts = new ArrayList<>(List.of(one()));
    while (tokens.takes("and")) {
      parts.add(one());
    }
    return parts.size() == 1 ? parts.get(0) : new Expression.All(List.copyOf(parts));
  }

  private Expression one() {
    FilterTokens.Token begin = tokens.peek();
    depth++;
    if (depth > DEPTH_MAX) {
      throw tokens.error(begin, "nested more than " + DEPTH_MAX + " deep");
    }
    Expression expression;
    if (tokens.takes("not")) {
      expression = new Expression.Not(one());
    } else if (tokens.takes("(")) {
      expression = any();
      if (!tokens.takes(")")) {
        throw tokens.error(
            tokens.peek(),
            "the ( at column " + begin.column() + " is not closed before "
                + tokens.peek().describe());
      }
    } else {
      expression = comparison();
    }
    depth--;
    return expression;
  }

  private Expression comparison() {
    FilterTokens.Token name = tokens.take();
    if (name.kind() != FilterTokens.Kind.WORD || isKeyword(name)) {
      throw tokens.error(name, "expected a field, such as status_code, not " + name.describe());
    }
    Field field = Field.named(name.text());
    if (field == null) {
      throw tokens.error(name, "no field \"" + name.text() + "\"; " + Field.hint(name.text()));
    }
    FilterTokens.Token sign = tokens.take();
    Operator operator = sign.kind() == FilterTokens.Kind.SIGN ? Operator.of(sign.text()) : null;
    if (operator == null) {
      throw tokens.error(
          sign,
          "expected one of " + Operator.all() + " after " + name.text() + ", not "
              + sign.describe());
    }
    FilterTokens.Token value = tokens.take();
    if (value.kind() != FilterTokens.Kind.WORD && value.kind() != FilterTokens.Kind.QUOTED) {
      throw tokens.error(
          value, "expected a value after " + sign.text() + ", not " + value.describe());
    }
    return comparison(field, operator, value);
  }

  private Comparison comparison(Field field, Operator operator, FilterTokens.Token value) {
    @Nullable String wanted = value.is("null") ? null : value.text();
    try {
      return Comparison.of(field, operator, wanted);
    } catch (IllegalArgumentException e) {
      throw tokens.error(value, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isKeyword(FilterTokens.Token token) {
    return switch (token.text().toLowerCase(Locale.ROOT)) {
      case "and", "or", "not", "null" -> true;
      default -> false;
    };
  }
}
