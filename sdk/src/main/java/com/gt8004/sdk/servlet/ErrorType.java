package com.gt8004.sdk.servlet;

import com.gt8004.sdk.capture.FieldText;
import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;

/** Names a failure by its class alone: messages hold what no log may. */
final class ErrorType {
  private static final int CHARACTERS_MAX = 128;

  private ErrorType() {}

  /** The simple name of what was thrown, or of what a {@link ServletException} was made to carry. */
  static @Nullable String of(Throwable failure) {
    Throwable cause = failure;
    if (failure instanceof ServletException wrapper && wrapper.getRootCause() != null) {
      cause = wrapper.getRootCause();
    }
    String simple = cause.getClass().getSimpleName();
    return FieldText.cut(simple.isEmpty() ? cause.getClass().getName() : simple, CHARACTERS_MAX);
  }
}
