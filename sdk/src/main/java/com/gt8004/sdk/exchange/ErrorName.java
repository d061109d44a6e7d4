package com.gt8004.sdk.exchange;

import com.gt8004.sdk.capture.FieldText;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Names a failure by its class alone: messages hold what no log may. */
final class ErrorName {
  private static final int CHARACTERS_MAX = 128;

  private ErrorName() {}

  /** The simple name of what was thrown, or of what a wrapper was made to carry. */
  static @Nullable String of(Throwable failure) {
    Throwable cause = failure;
    if (isWrapper(failure) && failure.getCause() != null) {
      cause = failure.getCause();
    }
    String simple = cause.getClass().getSimpleName();
    return FieldText.cut(simple.isEmpty() ? cause.getClass().getName() : simple, CHARACTERS_MAX);
  }

  private static boolean isWrapper(Throwable failure) {
    return failure instanceof ExecutionException
        || failure instanceof CompletionException
        || failure instanceof InvocationTargetException;
  }
}
