package com.gt8004.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The launcher in a source tree of empty modules, with a Maven and a Java that are shell scripts: what
 * they say and do is set by environment variables.
 */
final class LauncherFixture {
  private static final List<String> MODULES =
      List.of("sdk", "shipper-daemon", "analytics-service", "cli");
  private static final List<String> TOOLS = List.of(
      "sh",
      "dirname",
      "readlink",
      "sed",
      "find",
      "head",
      "tail",
      "ln",
      "rm",
      "mkdir",
      "mv",
      "grep",
      "awk",
      "sleep",
      "tr",
      "cat",
      "touch",
      "ps");

  /** Says what {@code mvn -v} says; as a build it takes its time, fails if told to, and leaves the jars. */
  private static final String MAVEN = """
      #!/bin/sh
      if [ "$1" = -v ]; then
        if [ -n "${FAKE_MAVEN_BROKEN:-}" ]; then echo "$FAKE_MAVEN_BROKEN" >&2; exit 1; fi
        printf '\\033[1mApache Maven %s\\033[m\\n' "${FAKE_MAVEN_VERSION:-3.8.7}"
        echo "Maven home: /usr/share/maven"
        echo "Java version: ${FAKE_JAVA_VERSION:-17.0.15}, vendor: Some One, runtime: $FAKE_RUNTIME"
        exit 0
      fi
      echo "$*" >>"$FAKE_BUILDS"
      echo "[INFO] Building GT8004 SDK 0.1.0-SNAPSHOT                  [2/5]"
      sleep "${FAKE_SECONDS:-0}"
      if [ -n "${FAKE_FAILURE:-}" ]; then echo "$FAKE_FAILURE"; exit 1; fi
      mkdir -p cli/target/lib shipper-daemon/target/lib analytics-service/target/lib
      touch cli/target/gt8004-cli.jar shipper-daemon/target/gt8004-shipper.jar analytics-service/target/gt8004-analytics.jar
      """;

  private static final String JAVA = """
      #!/bin/sh
      if [ "$1" = -version ]; then echo "openjdk version \\"${FAKE_RUN_VERSION:-17.0.15}\\" 2025-04-15" >&2; exit 0; fi
      for argument; do
        case $argument in
          -XX:ArchiveClassesAtExit=*)
            if [ -n "${FAKE_ARCHIVE:-}" ]; then echo "$FAKE_ARCHIVE" >"${argument#*=}"; fi
            exit "${FAKE_ARCHIVE_EXIT:-0}"
            ;;
        esac
      done
      echo "locale $LC_ALL"
      for argument; do echo "argument $argument"; done
      exit "${FAKE_EXIT:-0}"
      """;

  /** A launcher that waits for ever is ended, and its test is red. */
  private static final int PATIENCE_SECONDS = 30;

  final Path root;
  private final Path tools;
  private final Path builds;
  private final Map<String, String> environment = new HashMap<>();

  LauncherFixture(Path folder) throws IOException {
    root = Files.createDirectories(folder.resolve("a source tree"));
    tools = Files.createDirectory(folder.resolve("tools"));
    builds = folder.resolve("builds");
    Path runtime = Files.createDirectories(folder.resolve("jdk"));
    Files.createDirectories(runtime.resolve("bin"));
    script(runtime.resolve("bin/javac"), "#!/bin/sh\n");
    Files.copy(Path.of("..", "gt8004").toAbsolutePath().normalize(), root.resolve("gt8004"));
    executable(root.resolve("gt8004"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.createDirectory(root.resolve(".mvn"));
    for (String module : MODULES) {
      Files.createDirectories(root.resolve(module).resolve("src/main/java"));
      Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
      Files.writeString(root.resolve(module).resolve("src/main/java/A.java"), "class A {}");
    }
    for (String tool : TOOLS) {
      script(tools.resolve(tool), "#!/bin/sh\nexec " + findTool(tool) + " \"$@\"\n");
    }
    script(tools.resolve("mvn"), MAVEN);
    script(tools.resolve("java"), JAVA);
    with("PATH", tools.toString());
    with("FAKE_RUNTIME", runtime.toString());
    with("FAKE_BUILDS", builds.toString());
  }

  LauncherFixture with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  LauncherFixture without(String tool) throws IOException {
    Files.delete(tools.resolve(tool));
    return this;
  }

  /** How often Maven was asked to build. */
  int builds() throws IOException {
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  List<String> buildArguments() throws IOException {
    return Files.readAllLines(builds);
  }

  /** Makes a file look as if it was edited after the last build. */
  static void edit(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
  }

  record Ran(int exitCode, String out, String err) {}

  Ran run(String... arguments) throws IOException, InterruptedException {
    return await(start(root.resolve("gt8004"), arguments));
  }

  Process start(Path launcher, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(root.getParent().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  static Ran await(Process process) throws IOException, InterruptedException {
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    // Both are short, so that neither pipe fills while the other is read.
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return new Ran(process.exitValue(), out, err);
  }

  static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    executable(file);
  }

  private static Path findTool(String tool) {
    for (String folder : System.getenv("PATH").split(":")) {
      Path candidate = Path.of(folder, tool);
      if (Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    throw new IllegalStateException("this machine has no " + tool);
  }
}
