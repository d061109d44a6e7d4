package com.gt8004.analytics.command;

import com.gt8004.analytics.server.CannotStartException;
import com.gt8004.analytics.store.StoreFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URL;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line: exit code 0 is done, 1 failed, 2 wrong usage. */
public final class Commands {
  private Commands() {}

  @Command(
      name = "gt8004-analytics",
      description =
          "Takes request logs over HTTP, stores each entry once in PostgreSQL, shows what came.",
      subcommands = {
        ServeCommand.class,
        AgentsCommand.class,
        ExportCommand.class,
        CountersCommand.class,
        RecountCommand.class,
        ExpireCommand.class,
        LoginLinkCommand.class
      },
      versionProvider = Version.class,
      synopsisSubcommandLabel = "[COMMAND]",
      footerHeading = "%nExamples:%n",
      footer = {
        "  gt8004-analytics serve",
        "  gt8004-analytics agents add my-agent",
        "  gt8004-analytics export --agent my-agent"
      })
  private static final class Root {}

  /** Runs a command and returns its exit code. */
  public static int run(String[] arguments, PrintWriter out, PrintWriter err) {
    CommandLine line = new CommandLine(new Root());
    line.setOut(out).setErr(err);
    addStandardOptions(line);
    line.setExecutionExceptionHandler((e, failed, parsed) -> failed(e, failed));
    int exitCode = line.execute(withDefault(arguments));
    out.flush();
    err.flush();
    return exitCode;
  }

  /** Without a command it serves, also when options for that come first. */
  private static String[] withDefault(String[] arguments) {
    boolean serve = arguments.length == 0
        || (arguments[0].startsWith("-") && !arguments[0].matches("--help|-h|--version|-V"));
    if (!serve) {
      return arguments;
    }
    String[] whole = new String[arguments.length + 1];
    whole[0] = "serve";
    System.arraycopy(arguments, 0, whole, 1, arguments.length);
    return whole;
  }

  private static void addStandardOptions(CommandLine line) {
    line.getCommandSpec().mixinStandardHelpOptions(true);
    line.getSubcommands().values().forEach(Commands::addStandardOptions);
  }

  private static int failed(Exception e, CommandLine line) throws Exception {
    if (e instanceof CannotStartException
        || e instanceof StoreFailure
        || e instanceof IOException) {
      line.getErr().println("gt8004-analytics: " + e.getMessage());
      line.getErr().flush();
      return 1;
    }
    throw e;
  }

  /** Version, commit and Java, from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      Attributes ours = manifest();
      String version = ours == null ? null : ours.getValue("Implementation-Version");
      String commit = ours == null ? null : ours.getValue("Build-Commit");
      return new String[] {
        "gt8004-analytics " + (version == null ? "unknown" : version) + " (commit "
            + (commit == null || commit.startsWith("$") ? "unknown" : commit) + ")",
        "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor")
            + ")"
      };
    }

    private static @Nullable Attributes manifest() throws IOException {
      for (URL url :
          Collections.list(Commands.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
        try (InputStream in = url.openStream()) {
          Attributes attributes = new Manifest(in).getMainAttributes();
          if (attributes.getValue("Build-Commit") != null) {
            return attributes;
          }
        }
      }
      return null;
    }
  }
}
