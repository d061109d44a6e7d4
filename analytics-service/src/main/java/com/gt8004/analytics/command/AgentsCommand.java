package com.gt8004.analytics.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about agents and their keys. */
@Command(
    name = "agents",
    description =
        "Adds agents; lists, rotates and revokes their API keys; beside a running service or without one.",
    subcommands = {
      AgentsAddCommand.class,
      AgentsListCommand.class,
      AgentsRevokeKeyCommand.class,
      AgentsRotateKeyCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  gt8004-analytics agents add my-agent",
      "  gt8004-analytics agents list --output json",
      "  gt8004-analytics agents revoke-key gt8004_sk_1a2b3c"
    })
final class AgentsCommand implements Runnable {
  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    throw new ParameterException(
        spec.commandLine(), "name what to do: add, list, rotate-key or revoke-key");
  }
}
