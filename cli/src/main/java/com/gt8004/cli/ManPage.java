package com.gt8004.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * One command as a manual page in the man macros of roff: what its {@code --help} says. picocli's own
 * generator writes AsciiDoc, whose converter is a Ruby interpreter of 40 MB.
 */
final class ManPage {
  private final StringBuilder page = new StringBuilder();
  private final CommandSpec command;

  private ManPage(CommandSpec command) {
    this.command = command;
  }

  /** The page of this command. */
  static String of(CommandSpec command, String version) {
    ManPage page = new ManPage(command);
    page.write(version);
    return page.page.toString();
  }

  /** Such as {@code gt8004-status}. */
  static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  private void write(String version) {
    line(".TH \"" + name(command).toUpperCase(Locale.ROOT) + "\" 1 \"\" \"gt8004 " + text(version)
        + "\" \"GT8004\"");
    line(".nh"); // names and paths are not broken
    line(".ad l");
    section("NAME");
    String[] header = command.usageMessage().header();
    line(text(name(command)) + " \\- " + text(withoutStop(String.join(" ", header))));
    synopsis();
    description();
    section("OPTIONS");
    command.positionalParameters().forEach(this::positional);
    command.options().stream().filter(option -> !option.hidden()).forEach(this::option);
    commands();
    footer();
    exitCodes();
    seeAlso();
  }

  private void synopsis() {
    section("SYNOPSIS");
    StringBuilder synopsis = new StringBuilder("\\fB" + text(command.qualifiedName()) + "\\fR");
    synopsis.append(" [\\fIOPTION\\fR]...");
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      boolean optional = parameter.arity().min() == 0;
      synopsis
          .append(optional ? " [" : " ")
          .append("\\fI")
          .append(text(parameter.paramLabel()))
          .append("\\fR")
          .append(optional ? "]" : "");
    }
    if (!command.subcommands().isEmpty()) {
      synopsis.append(" \\fICOMMAND\\fR");
    }
    line(synopsis.toString());
  }

  private void description() {
    section("DESCRIPTION");
    List<String> paragraphs = Arrays.asList(command.usageMessage().description());
    if (paragraphs.isEmpty()) {
      paragraphs = Arrays.asList(command.usageMessage().header());
    }
    paragraphs.forEach(paragraph -> {
      line(".PP");
      line(text(plain(paragraph)));
    });
  }

  private void positional(PositionalParamSpec parameter) {
    line(".TP");
    line("\\fI" + text(parameter.paramLabel()) + "\\fR");
    line(text(described(parameter)));
  }

  private void option(OptionSpec option) {
    String value = option.arity().max() == 0 ? "" : " \\fI" + text(option.paramLabel()) + "\\fR";
    line(".TP");
    line(Arrays.stream(option.names())
        .map(name -> "\\fB" + text(name) + "\\fR" + value)
        .collect(Collectors.joining(", ")));
    line(text(described(option)));
  }

  private static String described(ArgSpec argument) {
    return plain(String.join(" ", argument.description()));
  }

  private void commands() {
    if (command.subcommands().isEmpty()) {
      return;
    }
    section("COMMANDS");
    command.subcommands().forEach((name, sub) -> {
      line(".TP");
      line("\\fB" + text(name) + "\\fR");
      line(text(String.join(" ", sub.getCommandSpec().usageMessage().header())));
    });
  }

  /** Examples stand as they are typed. */
  private void footer() {
    boolean verbatim = false;
    for (String footer : command.usageMessage().footer()) {
      boolean indented = footer.startsWith("  ");
      if (verbatim && !indented) {
        line(".EE");
      }
      if (footer.endsWith(":") && !indented) {
        section(footer.substring(0, footer.length() - 1).toUpperCase(Locale.ROOT));
      } else if (indented) {
        if (!verbatim) {
          line(".EX");
        }
        line(text(plain(footer.substring(2))));
      } else if (!footer.isBlank()) {
        line(".PP");
        line(text(plain(footer)));
      }
      verbatim = indented;
    }
    if (verbatim) {
      line(".EE");
    }
  }

  private void exitCodes() {
    section("EXIT STATUS");
    for (Map.Entry<String, String> code : command.usageMessage().exitCodeList().entrySet()) {
      line(".TP");
      line("\\fB" + text(code.getKey()) + "\\fR");
      line(text(code.getValue()));
    }
  }

  private void seeAlso() {
    CommandSpec parent = command.parent();
    List<String> others = parent != null
        ? List.of(name(parent))
        : command.subcommands().values().stream()
            .map(sub -> name(sub.getCommandSpec()))
            .toList();
    section("SEE ALSO");
    line(others.stream()
        .map(other -> "\\fB" + text(other) + "\\fR(1)")
        .collect(Collectors.joining(",\n")));
  }

  private void section(String title) {
    line(".SH \"" + text(title) + "\"");
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  /** picocli writes a percent sign twice. */
  private static String plain(String text) {
    return text.replace("%%", "%").replace("%n", " ");
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /** What roff would take for its own: backslashes, hyphens that are meant, dots and quotes at the start of a line. */
  private static String text(String text) {
    String escaped = text.replace("\\", "\\(rs")
        .replace("-", "\\-")
        .replace("'", "\\(aq")
        .replace("…", "\\[u2026]");
    return escaped.startsWith(".") ? "\\&" + escaped : escaped;
  }
}
