package com.gt8004.benchmarks;

import com.gt8004.benchmarks.contestant.Folders;
import com.gt8004.benchmarks.drain.CliFigure;
import com.gt8004.benchmarks.drain.CliTrial;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The plan that measures the command line beside a writer and a shipper. */
final class CliOptions {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})(MiB|GiB)");

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      defaultValue = "1GiB",
      description = "Plan cli: how large the queue is, such as 64MiB or 10GiB. Default:"
          + " ${DEFAULT-VALUE}.")
  private String size = "1GiB";

  @Option(
      names = "--cli",
      paramLabel = "FILE",
      description = "Plan cli: the program that is typed. Default: ${DEFAULT-VALUE}.")
  private Path cli = Path.of("gt8004");

  private long bytes() {
    Matcher parts = SIZE.matcher(size);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "--size is \"" + size + "\", expected one such as 64MiB or 10GiB");
    }
    return Long.parseLong(parts.group(1)) << (parts.group(2).equals("MiB") ? 20 : 30);
  }

  /** Whether all is as promised. */
  boolean run(Path folder, Path results, Path shipperJar, List<String> shipperJvm, PrintStream out)
      throws IOException, InterruptedException {
    Path log = results.toRealPath().resolve("process.log");
    Files.deleteIfExists(log);
    try {
      List<CliFigure> figures =
          new CliTrial(folder, cli, log, out::println).run(bytes(), shipperJar, shipperJvm);
      String table = figures.stream().map(CliFigure::row).collect(Collectors.joining("\n"));
      Files.writeString(
          results.resolve("cli.md"),
          "| queue of " + size + " | measured | |\n|---|---|---|\n" + table + "\n");
      return figures.stream().allMatch(CliFigure::holds);
    } finally {
      Folders.delete(folder);
    }
  }
}
