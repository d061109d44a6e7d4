package com.gt8004.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Commands and options as fish's completion rules; picocli writes those of bash and zsh itself. */
final class FishCompletion {
  private static final int DESCRIPTION_MAX = 80;

  private final String program;
  private final StringBuilder script = new StringBuilder();

  private FishCompletion(String program) {
    this.program = program;
  }

  /** The script for a program. */
  static String of(String program, CommandLine commands) {
    FishCompletion completion = new FishCompletion(program);
    completion.script.append("# fish completion for ").append(program).append('\n');
    completion.rule("-f");
    completion.command("", commands);
    return completion.script.toString().stripTrailing();
  }

  /** What may follow a command: its own commands, if none of them was typed yet, and its options. */
  private void command(String typed, CommandLine command) {
    Map<String, CommandLine> named = command.getSubcommands();
    if (named.isEmpty()) {
      options(typed, command.getCommandSpec());
      return;
    }
    String none = typed + (typed.isEmpty() ? "" : "; and ") + "not __fish_seen_subcommand_from "
        + String.join(" ", named.keySet());
    named.forEach((name, sub) -> rule("-n " + quoted(none) + " -a " + name + " -d "
        + quoted(first(sub.getCommandSpec().usageMessage().header()))));
    options(none, command.getCommandSpec());
    named.forEach((name, sub) -> command(
        typed + (typed.isEmpty() ? "" : "; and ") + "__fish_seen_subcommand_from " + name, sub));
  }

  private void options(String when, CommandSpec command) {
    command.options().stream()
        .filter(option -> !option.hidden())
        .forEach(option -> rule("-n " + quoted(when) + names(option) + value(option) + " -d "
            + quoted(first(option.description()))));
    command.positionalParameters().stream()
        .map(FishCompletion::candidates)
        .filter(known -> !known.isEmpty())
        .forEach(known -> rule("-n " + quoted(when) + " -a " + quoted(known)));
  }

  private static String names(OptionSpec option) {
    return Arrays.stream(option.names())
        .map(
            name -> name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
        .collect(Collectors.joining());
  }

  /** Nothing, the known values, or files: a folder or a file is what most other options name. */
  private static String value(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "";
    }
    String known = candidates(option);
    return known.isEmpty() ? " -r -F" : " -x -a " + quoted(known);
  }

  private static String candidates(ArgSpec argument) {
    List<String> known = new ArrayList<>();
    Iterable<String> candidates = argument.completionCandidates();
    if (candidates != null) {
      candidates.forEach(known::add);
    }
    return String.join(" ", known);
  }

  private void rule(String rest) {
    script.append("complete -c ").append(program).append(' ').append(rest).append('\n');
  }

  private static String first(String[] lines) {
    String text = lines.length == 0 ? "" : lines[0];
    return text.length() <= DESCRIPTION_MAX ? text : text.substring(0, DESCRIPTION_MAX - 1) + "…";
  }

  /** Within single quotes fish knows two escapes only. */
  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
