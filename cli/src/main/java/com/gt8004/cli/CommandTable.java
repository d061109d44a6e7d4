package com.gt8004.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The commands by name, in the order of the help. picocli reads a command's annotations by reflection,
 * half of what a start takes: so only that one is made which is run, and all where all are shown.
 */
final class CommandTable {
  private static final List<String> OPTIONS_WITH_VALUE =
      List.of("--queue-root", "--queue", "--output");

  /** They speak of all the others. */
  private static final List<String> NEED_ALL = List.of("completion");

  private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();

  CommandTable with(String name, Supplier<Object> command) {
    commands.put(name, command);
    return this;
  }

  /** Adds what these arguments need. */
  void addTo(CommandLine program, String... arguments) {
    String named = command(arguments);
    Supplier<Object> only = named == null || NEED_ALL.contains(named) ? null : commands.get(named);
    if (only != null) {
      program.addSubcommand(only.get());
    } else {
      commands.values().forEach(command -> program.addSubcommand(command.get()));
    }
  }

  /** The word that names the command, if there is one before any other option. */
  static @Nullable String command(String... arguments) {
    int at = indexOfCommand(List.of(arguments));
    return at < arguments.length ? arguments[at] : null;
  }

  static int indexOfCommand(List<String> arguments) {
    int at = 0;
    while (at < arguments.size() && arguments.get(at).startsWith("-")) {
      at += OPTIONS_WITH_VALUE.contains(arguments.get(at)) ? 2 : 1;
    }
    return at;
  }

  List<String> names() {
    return new ArrayList<>(commands.keySet());
  }
}
