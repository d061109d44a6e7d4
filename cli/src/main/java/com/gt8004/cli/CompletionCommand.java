package com.gt8004.cli;

import com.gt8004.cli.console.Console;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a completion script. */
@Command(
    name = "completion",
    header = "Print a script that completes commands and options in your shell.",
    footer = {
      "",
      "Examples:",
      "  source <(gt8004 completion bash)",
      "  gt8004 completion zsh > ~/.gt8004-completion.zsh   and source it in ~/.zshrc",
      "  gt8004 completion fish > ~/.config/fish/completions/gt8004.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  /** The shells whose scripts this can print. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  private static final String PROGRAM = "gt8004";

  private final Console console;

  @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
  @Nullable
  Shell shell;

  @Spec
  private @Nullable CommandSpec spec;

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (spec != null && spec.parent() != null) {
      CommandLine commands = spec.parent().commandLine();
      // One script serves bash and zsh: it switches on zsh's emulation of bash completion by
      // itself.
      console.out(
          shell == Shell.fish
              ? FishCompletion.of(PROGRAM, commands)
              : AutoComplete.bash(PROGRAM, commands));
    }
    return 0;
  }
}
