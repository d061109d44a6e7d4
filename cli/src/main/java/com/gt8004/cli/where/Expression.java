package com.gt8004.cli.where;

import java.util.List;
import java.util.Set;

/** A filter that was read. */
interface Expression {
  boolean holds(FieldValues values);

  /** Adds the fields that it asks for. */
  void collect(Set<Field> fields);

  /** All of them hold. */
  record All(List<Expression> parts) implements Expression {
    @Override
    public boolean holds(FieldValues values) {
      return parts.stream().allMatch(part -> part.holds(values));
    }

    @Override
    public void collect(Set<Field> fields) {
      parts.forEach(part -> part.collect(fields));
    }
  }

  /** One of them holds. */
  record Any(List<Expression> parts) implements Expression {
    @Override
    public boolean holds(FieldValues values) {
      return parts.stream().anyMatch(part -> part.holds(values));
    }

    @Override
    public void collect(Set<Field> fields) {
      parts.forEach(part -> part.collect(fields));
    }
  }

  /** It does not hold. */
  record Not(Expression part) implements Expression {
    @Override
    public boolean holds(FieldValues values) {
      return !part.holds(values);
    }

    @Override
    public void collect(Set<Field> fields) {
      part.collect(fields);
    }
  }
}
