package com.gt8004.cli.entry;

/** Why a line is no entry: one line of text for the person whose line it is. */
public final class EntryLineException extends Exception {
  EntryLineException(String message) {
    super(message);
  }

  /** The reason. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
