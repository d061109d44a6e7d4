package com.gt8004.cli;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.OutputClosedException;
import com.gt8004.cli.demo.DemoCommand;
import com.gt8004.sdk.queue.EpochClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code gt8004}: what every command takes, and the table of commands. */
@Command(
    name = "gt8004",
    header = "Durable request logs: look at the queues of this host, ship them, replay them.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  gt8004 demo                        everything at once, on this machine, to look at",
      "  gt8004 status                      what waits, how long already, and what is wrong",
      "  gt8004 tail --follow               entries as they are appended",
      "  gt8004 replay                      ship the backlog now",
      "  gt8004 replay --from -2h --to now  send the last two hours again",
      "",
      "gt8004 COMMAND --help says more, with examples."
    })
public final class Gt8004 implements Callable<Integer> {
  private static final Map<String, String> EXIT_CODES = new LinkedHashMap<>();

  static {
    EXIT_CODES.put("0", "done");
    EXIT_CODES.put("1", "not done, or not wholly; standard error says why");
    EXIT_CODES.put("2", "unknown option or impossible value, nothing was done");
    EXIT_CODES.put("3", "done, and damaged or missing entries were found");
  }

  /** So that no example is broken into two lines. */
  private static final int HELP_WIDTH = 100;

  private final Console console;

  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli writes into it
  private final GlobalOptions options;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this and exit.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Version, commit and Java, and exit.")
  boolean version;

  @Spec
  private @Nullable CommandSpec spec;

  Gt8004(Console console, GlobalOptions options) {
    this.console = console;
    this.options = options;
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Console console = Console.ofProcess();
    QuietLogging.install();
    int exitCode = run(console, EpochClock.system(), arguments);
    System.exit(exitCode);
  }

  /** Runs one command on the given streams. */
  static int run(Console console, EpochClock clock, String... arguments) {
    CommandLine commands = commands(console, clock, arguments);
    try {
      int exitCode = commands.execute(PassThrough.mark(arguments));
      console.flush();
      return exitCode;
    } catch (OutputClosedException e) {
      return closed(console, e);
    }
  }

  /** The command that these arguments name; all of them where they name none. */
  static CommandLine commands(Console console, EpochClock clock, String... arguments) {
    GlobalOptions options = new GlobalOptions();
    CommandLine commands = new CommandLine(new Gt8004(console, options));
    new CommandTable()
        .with("demo", () -> new DemoCommand(console, clock, () -> options.output.isJson()))
        .with("status", () -> new StatusCommand(options, console, clock))
        .with("inspect", () -> new InspectCommand(options, console, clock))
        .with("tail", () -> new TailCommand(options, console, clock))
        .with("export", () -> new ExportCommand(options, console, clock))
        .with("append", () -> new AppendCommand(options, console, clock))
        .with("replay", () -> new ReplayCommand(options, console, clock))
        .with("dead-letters", () -> new DeadLettersCommand(options, console, clock))
        .with("prune", () -> new PruneCommand(options, console, clock))
        .with("audit", () -> new AuditCommand(options, console, clock))
        .with("verify", () -> new VerifyCommand(options, console, clock))
        .with("doctor", () -> new DoctorCommand(options, console, clock))
        .with("pause", () -> new PauseCommand(options, console, clock))
        .with("resume", () -> new ResumeCommand(options, console, clock))
        .with("ship", () -> new ShipCommand(options, console))
        .with("analytics", () -> new AnalyticsCommand(console))
        .with("completion", () -> new CompletionCommand(console))
        .addTo(commands, arguments);
    commands.getCommandSpec().versionProvider(new VersionText());
    describeExitCodes(commands);
    commands.setUsageHelpWidth(HELP_WIDTH);
    commands.setColorScheme(
        CommandLine.Help.defaultColorScheme(console.coloured() ? Ansi.ON : Ansi.OFF));
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setOut(new ConsoleWriter(console::out));
    commands.setErr(new ConsoleWriter(console::err));
    commands.setParameterExceptionHandler((e, ignored) -> usage(console, e));
    commands.setExecutionExceptionHandler((e, ignored, alsoIgnored) -> failed(console, e));
    return commands;
  }

  /** Reached when no command is given: help is the answer, and the exit code says that nothing was done. */
  @Override
  public Integer call() {
    if (spec != null) {
      StringWriter help = new StringWriter();
      spec.commandLine().usage(new PrintWriter(help));
      help.toString().lines().forEach(console::err);
    }
    return ExitCode.USAGE.code();
  }

  /** A command that has its own to say keeps them. */
  private static void describeExitCodes(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    if (usage.exitCodeList().isEmpty()) {
      usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(EXIT_CODES);
    }
    command.getSubcommands().values().forEach(Gt8004::describeExitCodes);
  }

  private static int usage(Console console, ParameterException e) {
    console.err("gt8004: " + oneLine(e.getMessage()));
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    console.err("        " + command + " --help says what it takes");
    return ExitCode.USAGE.code();
  }

  private static int failed(Console console, Exception e) {
    if (e instanceof OutputClosedException closed) {
      return closed(console, closed);
    }
    if (console.environment().containsKey("GT8004_STACKTRACE")) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      console.err(trace.toString());
    }
    if (e instanceof CommandFailure failure) {
      console.err("gt8004: " + oneLine(failure.getMessage()));
      return failure.exitCode().code();
    }
    console.err("gt8004: " + oneLine(Faults.describe(e)));
    return ExitCode.FAILED.code();
  }

  private static int closed(Console console, OutputClosedException e) {
    if (e.readerLeft()) {
      return ExitCode.OK.code();
    }
    console.err("gt8004: " + e.getMessage());
    return ExitCode.FAILED.code();
  }

  private static String oneLine(@Nullable String message) {
    return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
