package com.gt8004.analytics.ingest;

/** Why a whole batch is refused; status and message go back to the sender. */
final class BatchFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String message;

  BatchFault(int status, String message) {
    super(message, null, false, false);
    this.status = status;
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }

  int status() {
    return status;
  }
}
