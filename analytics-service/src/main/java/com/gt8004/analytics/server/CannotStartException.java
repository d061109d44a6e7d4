package com.gt8004.analytics.server;

import org.jspecify.annotations.Nullable;

/** Why the service or a command cannot run: one line for people, with the value and the way out. */
public final class CannotStartException extends Exception {
  private static final long serialVersionUID = 1L;

  public CannotStartException(String message) {
    this(message, null);
  }

  public CannotStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
