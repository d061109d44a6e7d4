package com.gt8004.analytics.command;

import com.gt8004.analytics.server.CannotStartException;
import com.gt8004.analytics.store.AgentStore;
import com.gt8004.analytics.store.AgentStore.KeyInfo;
import com.gt8004.analytics.store.Database;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Revokes one key, or all of an agent. */
@Command(
    name = "revoke-key",
    description =
        "Revokes a key for good. Running services refuse it within 10 seconds. Exits 1 if nothing matched.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  gt8004-analytics agents revoke-key gt8004_sk_1a2b3c",
      "  gt8004-analytics agents revoke-key --agent my-agent"
    })
final class AgentsRevokeKeyCommand extends DatabaseCommand {
  @Parameters(
      paramLabel = "PREFIX",
      arity = "0..1",
      description = "The key's first characters, or all of it.")
  private @Nullable String prefix;

  @Option(names = "--agent", paramLabel = "ID", description = "Revoke every key of this agent.")
  private @Nullable String agent;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Default: text.")
  private Output output = Output.text;

  @Override
  void check() {
    if ((prefix == null) == (agent == null)) {
      throw usage("give either the PREFIX of a key or --agent ID");
    }
  }

  @Override
  int on(Database database, PrintWriter out) throws CannotStartException {
    AgentStore store = new AgentStore(database);
    List<KeyInfo> matching = prefix != null
        ? store.validKeysLike(prefix)
        : store.keys(agent).stream().filter(key -> key.revokedAt() == null).toList();
    if (prefix != null && matching.size() > 1) {
      throw new CannotStartException(matching.size() + " keys begin so; give more of it: "
          + String.join(", ", matching.stream().map(KeyInfo::keyPrefix).toList()));
    }
    List<KeyInfo> revoked = store.revoke(matching);
    new KeyTable(revoked).print(out, output, "revoked", "no valid key matches");
    return revoked.isEmpty() ? 1 : 0;
  }
}
