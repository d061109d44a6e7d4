package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.gt8004.cli.child.Program;
import com.gt8004.cli.console.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: signals, pipes, another user. */
@Timeout(60)
class CliProcessIT {
  /** More output than a pipe holds. */
  private static final int ENTRIES = 2_000;

  @TempDir
  static Path folder;

  private static Path root;

  @BeforeAll
  static void appendEntries() throws Exception {
    root = folder.toRealPath().resolve("queues");
    String lines = IntStream.range(0, ENTRIES)
        .mapToObj(i -> "{\"method\":\"POST\",\"path\":\"/chat/" + i
            + "\",\"status_code\":200,\"response_ms\":142.5}\n")
        .collect(Collectors.joining());
    assertThat(new CliRun()
            .input(lines)
            .run("append", "--agent-id", "my-agent", "--queue-root", root.toString())
            .exitCode())
        .isZero();
  }

  private static Process start(String... arguments) throws Exception {
    ProcessBuilder builder = ChildCli.of(arguments).redirectError(ProcessBuilder.Redirect.PIPE);
    builder.environment().put("GT8004_QUEUE_ROOT", root.toString());
    return builder.start();
  }

  private static String err(Process process) throws Exception {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void readerThatLeaves_endsTheCommandQuietly() throws Exception {
    for (String command : List.of("export", "inspect --last 2000")) {
      Process process = start(command.split(" "));
      try (BufferedReader reader = new BufferedReader(
          new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        assertThat(reader.readLine()).contains("/chat/0");
      }

      assertThat(err(process)).isEmpty();
      assertThat(process.waitFor()).isZero();
    }
  }

  @Test
  @Timeout(60)
  void interrupt_ends130_withoutAWord_andWithWholeLines() throws Exception {
    // A build in the background of a script ignores it, and so do its children: for them Ctrl-C is
    // not meant.
    assumeFalse(isInterruptIgnored(), "SIGINT is ignored here");
    for (String command : List.of("tail --follow --last 2000", "status --watch --output ndjson")) {
      Process process = start(command.split(" "));
      BufferedReader reader = new BufferedReader(
          new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      StringBuilder rest = new StringBuilder(String.valueOf(reader.readLine())).append('\n');
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        rest.append((char) c);
      }

      assertThat(process.waitFor()).as(command).isEqualTo(130);
      assertThat(err(process)).isEmpty();
      assertThat(rest).endsWith("\n");
    }
  }

  private static boolean isInterruptIgnored() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).trim(), 16) & 0b10) != 0);
  }

  @Test
  void watch_inAPipe_isOneLookBelowTheOther() throws Exception {
    Process process = start("status", "--watch", "--interval", "0.1", "--looks", "3");
    List<String> lines = process.inputReader().lines().toList();

    assertThat(process.waitFor()).isZero();
    assertThat(lines).filteredOn(line -> line.startsWith("QUEUE ")).hasSize(3);
    assertThat(String.join("", lines)).doesNotContain("\u001b");
    Process json =
        start("status", "--watch", "--interval", "0.1", "--looks", "3", "--output", "json");
    for (String line : json.inputReader().lines().toList()) {
      assertThat(Json.mapper().readTree(line).path("queues")).hasSize(1);
    }
  }

  @Test
  void missingPermission_isToldWithUserAndCure() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "BadInputTest does it for others");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "this machine has no setpriv");
    Path open = Files.createTempDirectory("gt8004-cli-");
    try {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path closed = Files.createDirectory(open.resolve("queues"));
      String classPath = copyOfClassPath(Files.createDirectory(open.resolve("lib")));
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));

      List<String> commands = List.of(
          "status",
          "inspect",
          "export",
          "verify",
          "verify --repair --apply",
          "audit",
          "doctor --no-ping",
          "prune",
          "replay --from 0",
          "dead-letters list",
          "dead-letters discard --all",
          "append --agent-id a");
      List<String> told = toldAsNobody(classPath, closed, commands);
      assertThat(told).hasSameSizeAs(commands);
      for (int i = 0; i < told.size(); i++) {
        assertThat(told.get(i))
            .as(commands.get(i))
            .startsWith("1 ")
            .contains(
                commands.get(i).startsWith("append")
                    ? "its folder cannot be used"
                    : "no permission for " + closed + " as user nobody; run as its owner");
      }
    } finally {
      try (Stream<Path> all = Files.walk(open)) {
        all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  /** One process for all: what each ends with, and says on standard error. */
  private static List<String> toldAsNobody(String classPath, Path root, List<String> commands)
      throws Exception {
    List<String> command =
        new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    command.addAll(Program.java(List.of("-cp", classPath, Commands.class.getName())));
    command.add(root.toString());
    command.addAll(commands);
    Process process = new ProcessBuilder(command).start();
    List<String> told = process.inputReader().lines().toList();
    assertThat(err(process)).doesNotContain("\tat ");
    assertThat(process.waitFor()).isZero();
    return told;
  }

  /** Runs commands one after another on a queue root, each argument one of them. */
  static final class Commands {
    public static void main(String[] arguments) {
      for (int i = 1; i < arguments.length; i++) {
        CliRun.Ended ended = new CliRun()
            .with("GT8004_QUEUE_ROOT", arguments[0])
            .with("GT8004_API_KEY", "gt8004_sk_test")
            .input("{\"method\":\"GET\",\"path\":\"/\",\"status_code\":200,\"response_ms\":1}\n")
            .run(arguments[i].split(" "));
        System.out.println(ended.exitCode() + " " + ended.err().replace('\n', ' '));
      }
    }
  }

  /** The jars may lie below a home that nobody else may enter. */
  private static String copyOfClassPath(Path lib) throws Exception {
    List<String> copies = new ArrayList<>();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path source = Path.of(element);
      Path copy = lib.resolve(copies.size() + "-" + source.getFileName());
      if (element.matches(".*(junit|assertj|archunit|byte-buddy|jetty|surefire).*")) {
        continue;
      }
      if (Files.isDirectory(source)) {
        try (Stream<Path> all = Files.walk(source)) {
          for (Path each : all.toList()) {
            Files.copy(each, copy.resolve(source.relativize(each).toString()));
          }
        }
      } else if (Files.exists(source)) {
        Files.copy(source, copy);
      }
      copies.add(copy.toString());
    }
    return String.join(File.pathSeparator, copies);
  }
}
