package com.gt8004.cli.console;

/** What the exit code of a command says. */
public enum ExitCode {
  /** Done. */
  OK,
  /** Not done, or not wholly; standard error says why. */
  FAILED,
  /** Unknown option or impossible value; nothing was done. */
  USAGE,
  /** Done, and damaged or missing entries were found. */
  FOUND;

  /** 0 to 3. */
  public int code() {
    return switch (this) {
      case OK -> 0;
      case FAILED -> 1;
      case USAGE -> 2;
      case FOUND -> 3;
    };
  }
}
