package com.gt8004.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The session that a Markdown file shows: every block of kind {@code console}, in order. A line that
 * begins with {@code $ } is typed, what follows it is what must appear.
 *
 * <p>Comments before a block are for the test alone:
 *
 * <pre>
 *   &lt;!-- given: settle my-agent 2 --&gt;        brought about before the block, see {@link SessionStage}
 *   &lt;!-- varies: 0.1 s | 214 GiB | *root --&gt; these texts of the block stand for others of their shape, the
 *                                           last for any other
 * </pre>
 */
final class SessionScript {
  private static final String GIVEN = "<!-- given: ";
  private static final String VARIES = "<!-- varies: ";
  private static final String END = " -->";
  private static final String PROMPT = "$ ";

  private SessionScript() {}

  /** Something typed, and what must appear. */
  record Step(int line, List<String> given, List<String> varies, String typed, List<String> shown) {
    @Override
    public String toString() {
      return "line " + line + ": " + typed;
    }
  }

  static List<Step> parse(List<String> markdown) {
    List<Step> steps = new ArrayList<>();
    List<String> given = new ArrayList<>();
    List<String> varies = new ArrayList<>();
    for (int i = 0; i < markdown.size(); i++) {
      String line = markdown.get(i);
      if (line.startsWith(GIVEN)) {
        given.add(inner(line, GIVEN));
      } else if (line.startsWith(VARIES)) {
        varies.addAll(List.of(inner(line, VARIES).split(" \\| ")));
      } else if (line.equals("```console")) {
        i = block(markdown, i + 1, List.copyOf(given), List.copyOf(varies), steps);
        given.clear();
        varies.clear();
      }
    }
    return steps;
  }

  private static String inner(String line, String opening) {
    if (!line.endsWith(END)) {
      throw new IllegalArgumentException("ends without \"" + END + "\": " + line);
    }
    return line.substring(opening.length(), line.length() - END.length());
  }

  /** The line that ends the block. */
  private static int block(
      List<String> markdown, int first, List<String> given, List<String> varies, List<Step> steps) {
    List<String> before = given;
    int at = first;
    while (!markdown.get(at).equals("```")) {
      if (!markdown.get(at).startsWith(PROMPT)) {
        throw new IllegalArgumentException("line " + (at + 1) + " is shown, but nothing was typed");
      }
      int line = at + 1;
      StringBuilder typed = new StringBuilder(markdown.get(at++).substring(PROMPT.length()));
      while (typed.charAt(typed.length() - 1) == '\\') {
        typed.setLength(typed.length() - 1);
        typed.append(markdown.get(at++).strip());
      }
      List<String> shown = new ArrayList<>();
      while (!markdown.get(at).equals("```") && !markdown.get(at).startsWith(PROMPT)) {
        shown.add(markdown.get(at++));
      }
      steps.add(new Step(line, before, varies, typed.toString(), shown));
      before = List.of();
    }
    return at;
  }
}
