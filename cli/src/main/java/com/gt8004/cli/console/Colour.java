package com.gt8004.cli.console;

/** What a text means to who looks; {@link Console#paint} shows it where it can. */
public enum Colour {
  /** All is well. */
  GOOD("32"),
  /** Nothing is lost, but look. */
  WARN("33"),
  /** Someone must act. */
  BAD("31"),
  /** A heading. */
  HEADING("1");

  private final String code;

  Colour(String code) {
    this.code = code;
  }

  String around(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
