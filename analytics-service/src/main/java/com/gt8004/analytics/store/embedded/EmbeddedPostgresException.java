package com.gt8004.analytics.store.embedded;

import org.jspecify.annotations.Nullable;

/** Our own PostgreSQL cannot run here; the message says why and what to do about it. */
public final class EmbeddedPostgresException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String message;

  EmbeddedPostgresException(String message) {
    this(message, null);
  }

  EmbeddedPostgresException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
