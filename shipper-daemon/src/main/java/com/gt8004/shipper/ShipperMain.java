package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.settings.Units;
import com.gt8004.shipper.config.SettingValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The service's entry point. Exit codes: 0 stopped or drained, 1 failed, 2 wrong usage or settings, 143
 * and 130 ended at once by a second SIGTERM or SIGINT.
 */
@Command(
    name = "gt8004-shipper",
    mixinStandardHelpOptions = true,
    versionProvider = ShipperMain.Version.class,
    sortOptions = false,
    description = "Ships the queues under a root to an ingest endpoint until it is stopped.",
    footer = {
      "",
      "Every setting may also stand in the configuration file (batch_size: 50)",
      "or in the environment (GT8004_BATCH_SIZE=50). The settings:",
      "",
      "Exit codes: 0 stopped or drained, 1 failed, 2 wrong usage or settings,",
      "143 and 130 ended at once by a second SIGTERM or SIGINT."
    })
public final class ShipperMain implements Callable<Integer> {
  private static final String LOG_FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n";

  /** Kept here because java.util.logging forgets the level of a logger that nobody holds. */
  private static final Logger CHRONICLE_LOG = Logger.getLogger("net.openhft");

  /** At DEBUG it writes every byte that is sent, the key among them. */
  private static final Logger WIRE_LOG = Logger.getLogger("org.apache.hc.client5.http.wire");

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file, YAML. Default: GT8004_CONFIG, else none.")
  private @Nullable Path configFile;

  @Option(names = "--queue-root", paramLabel = "DIR", description = "Folder of the queues.")
  private @Nullable String queueRoot;

  @Option(
      names = "--queue",
      paramLabel = "NAME",
      description = "Ship only this queue; may be repeated.")
  private List<String> queues = List.of();

  @Option(names = "--ingest-url", paramLabel = "URL", description = "Where batches are posted.")
  private @Nullable String ingestUrl;

  @Option(
      names = "--admin-listen",
      paramLabel = "HOST:PORT",
      description = "Address of the admin server, on loopback; port 0 takes any free one.")
  private @Nullable String adminListen;

  @Option(names = "--until-empty", description = "Ship what is there now, then exit.")
  private boolean untilEmpty;

  @Option(
      names = "--standby",
      description = "Wait for queues that another shipper holds, instead of exiting.")
  private boolean standby;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "With --until-empty: give up after this long, such as 30s. Default: never.")
  private @Nullable String timeout;

  @Option(
      names = "--check-config",
      description = "Look at settings and key files, print what counts with its origin, and exit.")
  private boolean checkConfig;

  private final Map<String, String> environment;

  ShipperMain(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Runs the service and exits. */
  public static void main(String[] arguments) {
    if (System.getProperty("java.util.logging.config.file") == null) {
      System.setProperty("java.util.logging.SimpleFormatter.format", LOG_FORMAT);
    }
    CHRONICLE_LOG.setLevel(Level.WARNING);
    WIRE_LOG.setLevel(Level.INFO);
    // Java remembers for 10 s that a name is unknown; on top of an open breaker's 36 s that is too
    // long.
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
    System.exit(commandLine(System.getenv()).execute(arguments));
  }

  static CommandLine commandLine(Map<String, String> environment) {
    CommandLine commandLine = new CommandLine(new ShipperMain(environment));
    // The last one counts, so that a wrapper's options can be overridden.
    commandLine.setOverwrittenOptionsAllowed(true);
    commandLine.setParameterExceptionHandler(ShipperMain::wrongUsage);
    commandLine
        .getHelpSectionMap()
        .computeIfPresent(
            CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER,
            (key, footer) -> help ->
                footer.render(help).replace("settings:\n", "settings:\n" + SettingHelp.text()));
    return commandLine;
  }

  private static int wrongUsage(CommandLine.ParameterException wrong, String[] arguments) {
    PrintWriter err = wrong.getCommandLine().getErr();
    err.println("gt8004-shipper: " + wrong.getMessage() + "; see --help");
    err.flush();
    return 2;
  }

  @Override
  public Integer call() throws IOException {
    Duration patience = timeout == null ? null : Units.duration(timeout);
    if (timeout != null && patience == null) {
      return fail(2, "--timeout '" + timeout + "' is not a duration such as 30s or 5m");
    }
    if (standby && untilEmpty) {
      return fail(2, "--standby waits and --until-empty ends: choose one");
    }
    ShipperConfig.Loaded loaded = checkConfig
        ? ShipperConfig.check(configFile, overrides(), environment)
        : ShipperConfig.load(configFile, overrides(), environment);
    ShipperConfig config = loaded.config();
    if (config == null) {
      return fail(2, "wrong settings:\n  " + String.join("\n  ", loaded.problems()));
    }
    if (checkConfig) {
      config.values().forEach(this::show);
      Path keyFile = KeyRing.namedFile(config);
      if (keyFile != null && Files.notExists(keyFile)) {
        say("api_key_file " + keyFile
            + " does not exist yet: its queue would wait as NO_KEY until it does");
      }
      return 0;
    }
    QueueRoot root = QueueRoot.resolve(config.queueRoot(), environment);
    String rootProblem = problemOf(root.path());
    return rootProblem == null ? run(config, root, patience) : fail(1, rootProblem);
  }

  private int run(ShipperConfig config, QueueRoot root, @Nullable Duration patience)
      throws IOException {
    try (ShipperService service = new ShipperService(config, root, mode(), EpochClock.system())) {
      StopSignals.install(() -> {
        if (service.ending().complete(new Ending(0, "stopped"))) {
          say(
              "stopping; requests that are out may be answered, for 2 s. A second signal ends it at once");
        }
      });
      service.start();
      say("gt8004-shipper " + BuildInfo.version() + ": shipping " + root.path() + " to "
          + config.ingestUrl() + ", admin " + service.adminUrl());
      if (!Files.isDirectory(root.path()) && !untilEmpty) {
        say("queue root " + root.path() + " does not exist yet; waiting for it");
      }
      Ending ending = await(service, patience);
      boolean stopped = service.stop();
      say(ending.message());
      return stopped
          ? ending.exitCode()
          : fail(
              1,
              "stopping took longer than " + ShipperService.STOP_MAX.toSeconds()
                  + " s; what was not checkpointed is sent again");
    } catch (BindException taken) {
      return fail(
          1,
          "admin port " + config.adminPort() + " on " + config.adminHost()
              + " is in use; choose another with --admin-listen " + config.adminHost()
              + ":PORT (0 takes any free one)");
    }
  }

  private RunMode mode() {
    return new RunMode(untilEmpty, standby, true, false);
  }

  private static Ending await(ShipperService service, @Nullable Duration patience) {
    if (patience == null) {
      return service.ending().join();
    }
    var limited = service.ending().copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    return limited
        .exceptionally(late -> new Ending(
            1, "not empty after " + Units.ofDuration(patience) + ":\n" + service.ailments()))
        .join();
  }

  private Map<String, String> overrides() {
    Map<String, String> overrides = new HashMap<>();
    put(overrides, "queue_root", queueRoot);
    put(overrides, "queues", queues.isEmpty() ? null : String.join(",", queues));
    put(overrides, "ingest_url", ingestUrl);
    put(overrides, "admin_listen", adminListen);
    return overrides;
  }

  private static void put(Map<String, String> overrides, String key, @Nullable String value) {
    if (value != null) {
      overrides.put(key, value);
    }
  }

  private static @Nullable String problemOf(Path root) {
    if (!Files.exists(root)) {
      return null; // an application may make it any moment
    }
    if (!Files.isDirectory(root)) {
      return "queue root " + root + " is not a folder; set --queue-root or GT8004_QUEUE_ROOT";
    }
    if (!Files.isReadable(root) || !Files.isExecutable(root)) {
      Condition denied = AccessCheck.denied(root, "read");
      return "queue root: " + denied.cause() + ". Cure: " + denied.cure();
    }
    return null;
  }

  private void show(SettingValue value) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(value.setting().key() + ": " + value.shown() + "   # " + value.origin());
    out.flush();
  }

  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private int fail(int exitCode, String line) {
    say("gt8004-shipper: " + line);
    return exitCode;
  }

  /** Version, commit and JDK. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "gt8004-shipper " + BuildInfo.version() + " (commit " + BuildInfo.commit() + ", Java "
            + System.getProperty("java.version") + ")"
      };
    }
  }
}
