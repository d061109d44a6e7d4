package com.gt8004.cli.console;

/** How a command tells its result; lower case so that it reads as it is typed. */
public enum OutputFormat {
  /** For people. */
  text,
  /** For programs: one JSON value, or one JSON object per line where entries are listed. */
  json;

  /** Whether a program reads it. */
  public boolean isJson() {
    return this != text;
  }
}
