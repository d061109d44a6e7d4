package com.gt8004.cli.console;

import java.io.IOException;
import java.util.Locale;

/** Standard output takes nothing more: {@code gt8004 tail | head} ended, or its disk is full. */
public final class OutputClosedException extends RuntimeException {
  OutputClosedException(IOException cause) {
    super("cannot write to standard output: " + cause.getMessage(), cause);
  }

  /** Whether the reader just went away, which is no failure: it has what it wanted. */
  public boolean readerLeft() {
    String message = String.valueOf(getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("broken pipe") || message.contains("stream closed");
  }
}
