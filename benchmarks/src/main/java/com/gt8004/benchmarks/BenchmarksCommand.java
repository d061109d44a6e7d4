package com.gt8004.benchmarks;

import com.gt8004.benchmarks.contestant.Contestant;
import com.gt8004.benchmarks.contestant.Folders;
import com.gt8004.benchmarks.drain.DrainFigure;
import com.gt8004.benchmarks.drain.DrainPlan;
import com.gt8004.benchmarks.drain.DrainRounds;
import com.gt8004.benchmarks.filter.FilterTrial;
import com.gt8004.benchmarks.report.DocsFile;
import com.gt8004.benchmarks.report.DrainReport;
import com.gt8004.benchmarks.report.DrainRun;
import com.gt8004.benchmarks.report.Gate;
import com.gt8004.benchmarks.report.Gates;
import com.gt8004.benchmarks.report.Machine;
import com.gt8004.benchmarks.report.Measured;
import com.gt8004.benchmarks.report.Medians;
import com.gt8004.benchmarks.report.Report;
import com.gt8004.benchmarks.report.Run;
import com.gt8004.benchmarks.report.RunFile;
import com.gt8004.benchmarks.trial.Cell;
import com.gt8004.benchmarks.trial.Effort;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command: runs a plan, prints tables and gates, writes raw figures and Markdown. */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures the append beside floors and peers, and the shipper's drain beside its"
        + " floor, in rounds of fresh processes.",
    footer = {
      "",
      "Exit codes: 0 done, 1 a trial failed, 2 wrong usage, 3 a gate failed.",
      "",
      "Examples:",
      "  benchmarks/run --plan quick                       two minutes: does it work?",
      "  benchmarks/run --plan official --docs docs/benchmarks.md",
      "  benchmarks/run --plan gates --sizes 500 --threads 1",
      "  benchmarks/run --plan drain-quick                 three minutes: the shipper into a sink",
      "  benchmarks/run --plan drain --docs docs/benchmarks.md",
      "  benchmarks/run --plan cli --size 10GiB            the command line beside a writer",
      "  benchmarks/run --plan filter                      requests with and without the filter",
      "  benchmarks/run --from benchmarks/target/results/run.json    tables of a run that is over"
    })
final class BenchmarksCommand implements Callable<Integer> {
  private static final int GATE_FAILED = 3;
  private static final int FILTER_ROUNDS = 7;
  private static final String FOLDER = "trial-";
  private static final long MIB = 1L << 20;

  @Option(
      names = "--plan",
      defaultValue = "quick",
      converter = PlanOfTitle.class,
      description = "The append: quick (minutes), gates (half an hour), official (two and a half"
          + " hours), full (a working day). The shipper: drain-quick (minutes), drain (an hour and"
          + " a half), backlog (half an hour). The command line: cli (minutes; --size)."
          + " The servlet filter: filter (two minutes)."
          + " Default: ${DEFAULT-VALUE}.")
  private Plan plan = Plan.QUICK;

  @Option(names = "--rounds", paramLabel = "N", description = "Instead of the plan's rounds.")
  private @Nullable Integer rounds;

  @Option(
      names = "--warmup",
      paramLabel = "SECONDS",
      description = "Instead of the plan's warm-up.")
  private @Nullable Integer warmupSeconds;

  @Option(
      names = "--mib",
      paramLabel = "MIB",
      description = "Payload written for a rate, in MiB, instead of the plan's.")
  private @Nullable Integer sustainedMib;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "BYTES",
      description = "Only these of the plan's payload sizes.")
  private List<Integer> sizes = new ArrayList<>();

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      description = "Only these of the plan's thread counts.")
  private List<Integer> threads = new ArrayList<>();

  @Option(
      names = "--contestants",
      split = ",",
      paramLabel = "NAME",
      description = "Only these: ${COMPLETION-CANDIDATES}.")
  private List<Contestant> contestants = new ArrayList<>();

  @Option(
      names = "--entries",
      paramLabel = "N",
      description = "Entries to drain, a quarter of them not timed, instead of the plan's.")
  private @Nullable Long entries;

  @Option(
      names = "--batches",
      split = ",",
      paramLabel = "N",
      description = "Only these of the plan's batch sizes.")
  private List<Integer> batches = new ArrayList<>();

  @Option(
      names = "--shipper-jar",
      paramLabel = "FILE",
      description = "The shipper that drains. Default: ${DEFAULT-VALUE}.")
  private Path shipperJar = Path.of("shipper-daemon", "target", "gt8004-shipper.jar");

  @Option(
      names = "--shipper-jvm",
      paramLabel = "ARGUMENTS",
      description =
          "Its JVM's arguments, as the distribution gives them. Default:" + " ${DEFAULT-VALUE}.")
  private String shipperJvm = "-Xms32m -Xmx256m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError";

  @Option(names = "--no-jmh", description = "Without the parts that JMH measures.")
  private boolean noJmh;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where contestants write: on the disk to be measured, up to 4 GiB at a time, or"
          + " 13 GiB for a drain. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("benchmarks", "target", "data");

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Gets run.json, table.md and the log of the present process (drain.json and"
          + " drain.md for the shipper). Default: ${DEFAULT-VALUE}.")
  private Path results = Path.of("benchmarks", "target", "results");

  @Option(
      names = "--docs",
      paramLabel = "FILE",
      description = "A Markdown file whose text between two table marks is replaced.")
  private @Nullable Path docs;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Measures nothing: prints the tables of this run.json.")
  private @Nullable Path from;

  @Mixin
  private CliOptions commandLine = new CliOptions();

  private final PrintStream out = System.out;

  public static void main(String[] args) {
    int exitCode = new CommandLine(new BenchmarksCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((e, command, parsed) -> {
          command.getErr().println("benchmarks/run: " + e.getMessage());
          return e instanceof IllegalArgumentException
              ? CommandLine.ExitCode.USAGE
              : CommandLine.ExitCode.SOFTWARE;
        })
        .execute(args);
    System.exit(exitCode);
  }

  @Override
  public Integer call() throws IOException, InterruptedException, RunnerException {
    if (from == null && plan == Plan.CLI) {
      return commandLine.run(dataFolder(), results, shipperJar, shipperJvm(), out)
          ? CommandLine.ExitCode.OK
          : GATE_FAILED;
    }
    if (from == null && plan == Plan.FILTER) {
      return filter() ? CommandLine.ExitCode.OK : GATE_FAILED;
    }
    DrainPlan drainPlan = plan.drain();
    if (from == null ? drainPlan != null : RunFile.isDrain(from)) {
      return drain(drainPlan);
    }
    Run run = from == null ? measure() : RunFile.read(from);
    Medians medians = new Medians(run.measured());
    List<Gate> gates = Gates.of(medians);
    Report report = new Report(run, medians, gates);
    out.println(report.text());
    if (from == null) {
      Files.writeString(results.resolve("table.md"), report.markdown());
      out.println("Raw figures: " + results.resolve("run.json"));
    }
    if (docs != null) {
      DocsFile.replaceTable(docs, report.markdown());
    }
    return gates.stream().anyMatch(Gate::failed) ? GATE_FAILED : CommandLine.ExitCode.OK;
  }

  private boolean filter() throws IOException, InterruptedException {
    Path folder = dataFolder();
    try {
      return new FilterTrial(folder, out::println).run(rounds == null ? FILTER_ROUNDS : rounds);
    } finally {
      Folders.delete(folder);
    }
  }

  private int drain(@Nullable DrainPlan wanted) throws IOException, InterruptedException {
    DrainRun run = from != null ? RunFile.readDrain(from) : measure(Objects.requireNonNull(wanted));
    DrainReport report = new DrainReport(run);
    out.println(report.text());
    if (from == null) {
      Files.writeString(results.resolve("drain.md"), report.markdown());
      out.println("Raw figures: " + results.resolve("drain.json"));
    }
    if (docs != null) {
      DocsFile.replaceDrainTable(docs, report.markdown());
    }
    return report.gates().stream().anyMatch(Gate::failed) ? GATE_FAILED : CommandLine.ExitCode.OK;
  }

  private DrainRun measure(DrainPlan wanted) throws IOException, InterruptedException {
    Path folder = dataFolder();
    Path log = results.toRealPath().resolve("process.log");
    Files.deleteIfExists(log);
    Machine before = Machine.now(data, plan.title(), "shipper " + shipperJvm);
    RunFile file = new RunFile(results.resolve("drain.json"));
    List<DrainFigure> figures = new ArrayList<>();
    DrainPlan asked = wanted.with(entries, rounds).onlyBatches(batches);
    new DrainRounds(asked, shipperJar, shipperJvm(), folder, log, figure -> {
          figures.add(figure);
          out.println(figure.line());
          file.write(new DrainRun(before, asked, figures));
        })
        .run();
    DrainRun run = new DrainRun(before.withLoadAfter(), asked, figures);
    file.write(run);
    return run;
  }

  private List<String> shipperJvm() {
    return shipperJvm.isBlank() ? List.of() : List.of(shipperJvm.strip().split(" +", -1));
  }

  /** A folder that does not exist, on the disk to be measured. */
  private Path dataFolder() throws IOException {
    Files.createDirectories(results);
    Files.createDirectories(data);
    Path root = data.toRealPath();
    removeLeftovers(root);
    return root.resolve(FOLDER + ProcessHandle.current().pid());
  }

  private Run measure() throws IOException, InterruptedException, RunnerException {
    Path folder = dataFolder();
    Machine before = Machine.now(data, plan.title(), Rounds.jvmArguments());
    RunFile file = new RunFile(results.resolve("run.json"));
    List<Measured> measured = new ArrayList<>();
    Rounds all = new Rounds(parts(), folder, results.resolve("process.log"), out);
    all.run(figure -> {
      measured.add(figure);
      file.write(new Run(before, measured)); // an interrupted run keeps what it has
    });
    Run run = new Run(before.withLoadAfter(), measured);
    file.write(run);
    return run;
  }

  /** Takes a plan by its title. */
  static final class PlanOfTitle implements CommandLine.ITypeConverter<Plan> {
    @Override
    public Plan convert(String title) {
      return Plan.of(title);
    }
  }

  /** A run that was killed in the middle of a trial leaves up to 4 GiB. */
  private static void removeLeftovers(Path root) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, FOLDER + "[0-9]*")) {
      for (Path folder : folders) {
        String pid = folder.getFileName().toString().substring(FOLDER.length());
        if (pid.matches("[0-9]+") && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          Folders.delete(folder);
        }
      }
    }
  }

  private List<Part> parts() {
    List<Part> parts = plan.parts().stream()
        .filter(part -> !(noJmh && part.jmh()))
        .map(this::narrowed)
        .filter(part -> part.size() > 0)
        .toList();
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("nothing of plan " + plan.title()
          + " is left by --sizes, --threads and --contestants; leave one of them out");
    }
    return parts;
  }

  private Part narrowed(Part part) {
    List<Cell> cells = part.cells().stream()
        .filter(cell -> sizes.isEmpty() || sizes.contains(cell.payloadBytes()))
        .filter(cell -> threads.isEmpty() || threads.contains(cell.threads()))
        .toList();
    List<Contestant> left = part.contestants().stream()
        .filter(contestant -> contestants.isEmpty() || contestants.contains(contestant))
        .toList();
    Effort effort = part.effort();
    Effort asked = new Effort(
        warmupSeconds == null ? effort.warmupMillis() : warmupSeconds * 1_000L,
        effort.latencySamples(),
        sustainedMib == null ? effort.sustainedBytes() : sustainedMib * MIB,
        effort.phaseMillisMax());
    return new Part(
        part.name(), part.jmh(), cells, left, rounds == null ? part.rounds() : rounds, asked);
  }
}
