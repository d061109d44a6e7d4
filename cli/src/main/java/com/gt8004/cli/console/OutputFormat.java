package com.gt8004.cli.console;

/** How a command tells its result; lower case so that it reads as it is typed. */
public enum OutputFormat {
  /** For people. */
  text,
  /** For programs: one JSON value, or one JSON object per line where entries or steps are listed. */
  json,
  /** For programs that read line by line: one JSON object per line, always. */
  ndjson;

  /** Whether a program reads it. */
  public boolean isJson() {
    return this != text;
  }
}
