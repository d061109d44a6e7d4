package com.gt8004.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code ship} and {@code analytics} hand everything behind their name to a program of its own, {@code
 * --help} included. A {@code --} behind the name tells picocli so.
 */
final class PassThrough {
  private static final Set<String> COMMANDS = Set.of("ship", "analytics");

  private PassThrough() {}

  static String[] mark(String[] arguments) {
    List<String> marked = new ArrayList<>(List.of(arguments));
    int at = CommandTable.indexOfCommand(marked);
    if (at < marked.size() && COMMANDS.contains(marked.get(at))) {
      marked.add(at + 1, "--");
    }
    return marked.toArray(new String[0]);
  }
}
