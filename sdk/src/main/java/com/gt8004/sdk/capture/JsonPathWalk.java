package com.gt8004.sdk.capture;

import static com.gt8004.sdk.capture.TextScan.isBlank;

/**
 * Follows {@link JsonPaths} through a text that may be cut anywhere, hold several JSON texts or none, and
 * masks the values that they lead to. For one text, one thread.
 */
final class JsonPathWalk {
  private static final int NAME_CHARACTERS_MAX = 256;

  private final JsonPaths paths;
  private final Text text;
  private final int length;
  private final MaskedCopy copy;

  /** By depth: which paths lead here, whether it is an array, and the number of its next element. */
  private final long[] active;

  private final boolean[] isArray;
  private final int[] element;
  private final StringBuilder name = new StringBuilder();
  private int depth;
  private int at;

  JsonPathWalk(JsonPaths paths, Text text) {
    this.paths = paths;
    this.text = text;
    length = text.length();
    copy = new MaskedCopy(text);
    active = new long[paths.depth() + 2];
    isArray = new boolean[paths.depth() + 2];
    element = new int[paths.depth() + 2];
  }

  CharSequence mask() {
    while (at < length) {
      char c = text.charAt(at);
      switch (c) {
        case '{', '[' -> open(c == '[');
        case '}', ']' -> close();
        case '"' -> string();
        case ',' -> {
          at++;
          nextElement();
        }
        default -> at++;
      }
    }
    return copy.finish();
  }

  /** Enters an object or array whose own paths stand at its depth already; a root has all. */
  private void open(boolean array) {
    at++;
    if (depth == 0) {
      active[0] = paths.all();
    }
    depth++;
    if (depth < active.length) {
      isArray[depth] = array;
      element[depth] = -1;
      active[depth] = 0;
    }
    nextElement();
  }

  private void close() {
    at++;
    depth = Math.max(0, depth - 1);
  }

  private void nextElement() {
    if (depth == 0 || depth >= active.length || !isArray[depth]) {
      return;
    }
    element[depth]++;
    value(paths.element(active[depth - 1], depth - 1, element[depth]));
  }

  /** A string outside of all values that paths lead to: a member's name, or a value to pass by. */
  private void string() {
    int start = at + 1;
    int close = TextScan.closingQuote(text, start, '"', 0);
    at = close < 0 ? length : close + 1;
    boolean inObject = depth > 0 && depth < active.length && !isArray[depth];
    if (close < 0 || !inObject || active[depth - 1] == 0) {
      return;
    }
    int colon = afterBlanks(at);
    if (colon < length && text.charAt(colon) == ':') {
      at = colon + 1;
      value(paths.member(active[depth - 1], depth - 1, decoded(start, close)));
    }
  }

  /** Stands before a value that these paths lead to: masks it, or lets the walk go into it. */
  private void value(long leading) {
    active[depth] = leading;
    if (leading == 0 || !paths.isEnd(leading, depth)) {
      return;
    }
    int start = afterBlanks(at);
    if (start >= length) {
      at = length;
      return;
    }
    char c = text.charAt(start);
    if (c == '"') {
      int close = TextScan.closingQuote(text, start + 1, '"', 0);
      int end = close < 0 ? length : close;
      at = Math.min(end + 1, length);
      if (end > start + 1) {
        copy.mask(start + 1, end);
      }
    } else {
      boolean container = c == '{' || c == '[';
      at = container ? TextScan.containerEnd(text, start, 0) : bareEnd(start);
      if (at > start) {
        copy.replace(start, at, "\"" + Redaction.MASK + "\"");
      }
    }
  }

  private int bareEnd(int start) {
    int end = start;
    while (end < length && ",}] \t\r\n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private int afterBlanks(int from) {
    int index = from;
    while (index < length && isBlank(text.charAt(index))) {
      index++;
    }
    return index;
  }

  /** A member's name with its escapes undone; what is too long for any path is cut. */
  private CharSequence decoded(int start, int end) {
    name.setLength(0);
    int index = start;
    while (index < end && name.length() < NAME_CHARACTERS_MAX) {
      int width = text.charAt(index) == '\\' ? TextScan.encodedWidth(text, index, end) : 1;
      if (width == 1 && text.charAt(index) == '\\') {
        index++; // of the two-character escapes only those of a quote, a stroke and a backslash are
        // names
      }
      name.append(TextScan.decoded(text, Math.min(index, end - 1), width));
      index += width;
    }
    return name;
  }
}
