package com.gt8004.cli.console;

import java.util.List;

/**
 * What is looked at again and again: redrawn in place on a terminal, else one look below the other with
 * an empty line between. Not thread-safe.
 */
public final class Screen {
  private static final String TOP_LEFT = "\u001b[H";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";
  private static final String ALL = "\u001b[2J";

  private final Console console;
  private boolean drawn;

  public Screen(Console console) {
    this.console = console;
  }

  /** Shows these lines now. */
  public void draw(List<String> lines) {
    if (console.outIsTerminal()) {
      // In one go, and nothing cleared that is drawn again: else it flickers.
      StringBuilder frame = new StringBuilder(drawn ? TOP_LEFT : ALL + TOP_LEFT);
      lines.forEach(line -> frame.append(line).append(REST_OF_LINE).append('\n'));
      frame.append(REST_OF_SCREEN);
      console.outRaw(frame.toString());
    } else {
      if (drawn) {
        console.out("");
      }
      lines.forEach(console::out);
    }
    drawn = true;
    console.flush();
  }
}
