package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.cli.CliRun.Ended;
import com.gt8004.cli.console.Console;
import com.gt8004.sdk.queue.EpochClock;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What each command says of itself; all commands there are, those of commands too. */
class HelpTest {
  /** They hand everything on; the program behind them has a help of its own. */
  private static final Set<String> HANDED_ON = Set.of("gt8004 ship", "gt8004 analytics");

  static Stream<CommandLine> commands() {
    Console nowhere = new Console(
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        OutputStream.nullOutputStream(),
        Map.of(),
        false);
    List<CommandLine> all = new ArrayList<>();
    gather(Gt8004.commands(nowhere, EpochClock.system()), all);
    return all.stream();
  }

  private static void gather(CommandLine command, List<CommandLine> into) {
    into.add(command);
    command.getSubcommands().values().forEach(sub -> gather(sub, into));
  }

  private static Stream<String> names() {
    return commands()
        .map(command -> command.getCommandSpec().qualifiedName())
        .filter(name -> !HANDED_ON.contains(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void help_saysWhatItDoes_withExamplesAndExitCodes(String name) {
    String[] words = (name + " --help").substring("gt8004 ".length()).split(" ");

    Ended ended = new CliRun().run(words);

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .contains("Examples:\n  ")
        .contains("Exit codes:\n  0  ")
        .contains("  2  ")
        .contains("Usage: " + name)
        .doesNotContain("%n", "\u001b");
    assertThat(ended.lines())
        .as("examples are not broken into two lines")
        .noneMatch(line -> line.startsWith("  gt8004 ") && line.length() > 120);
    assertThat(ended.out().lines().filter(line -> line.contains("gt8004")))
        .as("an example of this command")
        .anyMatch(line -> line.contains(name) && line.startsWith("  "));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void eachOptionAndArgument_isDescribed(CommandLine command) {
    assertThat(command.getCommandSpec().usageMessage().header()).isNotEmpty();
    for (OptionSpec option : command.getCommandSpec().options()) {
      assertThat(String.join("", option.description()))
          .as(command.getCommandSpec().qualifiedName() + " " + option.longestName())
          .hasSizeGreaterThan(10)
          .endsWith(".");
    }
  }

  @Test
  void commandThatIsRun_isTheOnlyOneMade() {
    Console nowhere = new Console(
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        OutputStream.nullOutputStream(),
        Map.of(),
        false);

    assertThat(Gt8004.commands(nowhere, EpochClock.system(), "--output", "json", "status")
            .getSubcommands())
        .containsOnlyKeys("status");
    assertThat(
            Gt8004.commands(nowhere, EpochClock.system(), "completion", "bash").getSubcommands())
        .hasSizeGreaterThan(10);
  }
}
