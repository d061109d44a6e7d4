package com.gt8004.analytics.ingest;

/** Why an entry is refused; the message goes back to the sender. */
final class EntryFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final String message;

  EntryFault(String message) {
    // Thrown for other people's mistakes, perhaps a thousand in a batch: no stack trace.
    super(message, null, false, false);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
