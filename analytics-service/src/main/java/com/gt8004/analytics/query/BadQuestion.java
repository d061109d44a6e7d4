package com.gt8004.analytics.query;

/** A parameter that cannot be understood; the message goes back to who asked. */
final class BadQuestion extends Exception {
  private static final long serialVersionUID = 1L;

  BadQuestion(String message) {
    super(message, null, false, false);
  }

  String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
