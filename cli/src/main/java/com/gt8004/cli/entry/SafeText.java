package com.gt8004.cli.entry;

/** Text out of a log on its way to a terminal. */
public final class SafeText {
  private SafeText() {}

  /** Control characters as {@code \}{@code u001b}: a logged path must not move the cursor or retitle the window. */
  public static String of(String text) {
    StringBuilder safe = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        if (safe == null) {
          safe = new StringBuilder(text.length() + 16).append(text, 0, i);
        }
        safe.append(String.format("\\u%04x", (int) c));
      } else if (safe != null) {
        safe.append(c);
      }
    }
    return safe == null ? text : safe.toString();
  }
}
