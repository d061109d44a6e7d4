package com.gt8004.cli.where;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a field is compared with a value. */
enum Operator {
  EQUAL("="),
  NOT_EQUAL("!="),
  LESS("<"),
  AT_MOST("<="),
  MORE(">"),
  AT_LEAST(">="),
  CONTAINS("~");

  private final String sign;

  Operator(String sign) {
    this.sign = sign;
  }

  String sign() {
    return sign;
  }

  static @Nullable Operator of(String sign) {
    return Arrays.stream(values())
        .filter(operator -> operator.sign.equals(sign))
        .findFirst()
        .orElse(null);
  }

  static String all() {
    return Arrays.stream(values()).map(Operator::sign).collect(Collectors.joining(", "));
  }

  /** Whether it holds for a value that is less (negative), the same (0) or more than the other one. */
  boolean holdsFor(int comparison) {
    return switch (this) {
      case EQUAL -> comparison == 0;
      case NOT_EQUAL -> comparison != 0;
      case LESS -> comparison < 0;
      case AT_MOST -> comparison <= 0;
      case MORE -> comparison > 0;
      case AT_LEAST -> comparison >= 0;
      case CONTAINS -> throw new IllegalStateException("~ orders nothing");
    };
  }
}
