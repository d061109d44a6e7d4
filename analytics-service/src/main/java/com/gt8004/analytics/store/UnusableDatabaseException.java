package com.gt8004.analytics.store;

/** A database that cannot be reached or used at start; the message says which, why and what to do. */
public final class UnusableDatabaseException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String message;

  UnusableDatabaseException(String message, Throwable cause) {
    super(message, cause);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
