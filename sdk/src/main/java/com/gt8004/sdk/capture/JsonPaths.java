package com.gt8004.sdk.capture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Places in JSON, such as {@code $.user.ssn}, compiled to be followed side by side in one walk: each has
 * a bit, and the bits that are set tell which of them lead on from where the walk stands. Immutable.
 */
final class JsonPaths {
  private static final int PATHS_MAX = 64;
  private static final String ANY = "*";

  /** Steps of each path: a member's name, an element's number in brackets, or {@link #ANY}. */
  private final List<List<String>> paths = new ArrayList<>();

  private final long[] endingAtDepth;

  /** Compiles paths that {@link #check} let pass.
   *
   * @throws IllegalArgumentException if there are more than 64 */
  JsonPaths(Collection<String> texts) {
    if (texts.size() > PATHS_MAX) {
      throw new IllegalArgumentException(
          "paths: " + texts.size() + "; at most " + PATHS_MAX + ", or use keys");
    }
    int depth = 0;
    for (String text : texts) {
      List<String> steps = steps(text);
      paths.add(steps);
      depth = Math.max(depth, steps.size());
    }
    endingAtDepth = new long[depth + 1];
    for (int i = 0; i < paths.size(); i++) {
      endingAtDepth[paths.get(i).size()] |= 1L << i;
    }
  }

  static void check(String text) {
    steps(text);
  }

  CharSequence mask(Text text) {
    return new JsonPathWalk(this, text).mask();
  }

  /** How many steps the longest path has: below them nothing can match. */
  int depth() {
    return endingAtDepth.length - 1;
  }

  /** All paths, at a root. */
  long all() {
    return paths.size() == PATHS_MAX ? -1L : (1L << paths.size()) - 1;
  }

  /** Whether one of these paths, after so many steps, has none left. */
  boolean isEnd(long active, int depth) {
    return depth <= depth() && (active & endingAtDepth[depth]) != 0;
  }

  /** Those of the paths that lead on from depth {@code depth} to the member of that name. */
  long member(long active, int depth, CharSequence name) {
    return step(active, depth, name);
  }

  /** Those that lead on to the element of that number. */
  long element(long active, int depth, int number) {
    return active == 0 ? 0 : step(active, depth, "[" + number + "]");
  }

  private long step(long active, int depth, CharSequence wanted) {
    long left = active;
    long found = 0;
    while (left != 0) {
      int i = Long.numberOfTrailingZeros(left);
      left &= left - 1;
      List<String> steps = paths.get(i);
      if (depth < steps.size()
          && (steps.get(depth).equals(ANY) || steps.get(depth).contentEquals(wanted))) {
        found |= 1L << i;
      }
    }
    return found;
  }

  private static List<String> steps(String text) {
    List<String> steps = new ArrayList<>();
    int at = text.startsWith("$") ? 1 : -1;
    while (at > 0 && at < text.length()) {
      at = text.charAt(at) == '.' ? memberEnd(text, at + 1, steps) : bracketEnd(text, at, steps);
    }
    if (at < 0 || steps.isEmpty()) {
      throw new IllegalArgumentException("path is \"" + text
          + "\"; give one such as $.user.ssn, $.items[*].pin or $['odd name'][0] (for any"
          + " depth: keys)");
    }
    return steps;
  }

  private static int memberEnd(String text, int start, List<String> steps) {
    int end = start;
    while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
      end++;
    }
    String name = text.substring(start, end);
    steps.add(name);
    return name.isEmpty() || (name.contains(ANY) && !name.equals(ANY)) ? -1 : end;
  }

  private static int bracketEnd(String text, int start, List<String> steps) {
    int end = text.indexOf(text.startsWith("['", start) ? "']" : "]", start);
    if (text.charAt(start) != '[' || end < 0) {
      return -1;
    }
    if (text.startsWith("['", start)) {
      steps.add(text.substring(start + 2, end));
      return end + 2;
    }
    String inside = text.substring(start + 1, end);
    boolean number = !inside.isEmpty() && inside.chars().allMatch(c -> c >= '0' && c <= '9');
    steps.add(number ? "[" + Integer.parseInt(inside) + "]" : inside);
    return number || inside.equals(ANY) ? end + 1 : -1;
  }
}
