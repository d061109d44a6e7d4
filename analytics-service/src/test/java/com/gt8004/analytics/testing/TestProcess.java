package com.gt8004.analytics.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.analytics.command.Commands;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packaged jar in a process of its own. */
public final class TestProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path JAR = Path.of("target", "gt8004-analytics.jar").toAbsolutePath();

  private final Process process;
  private final String readyLine;

  private TestProcess(Process process, String readyLine) {
    this.process = process;
    this.readyLine = readyLine;
  }

  /** What a command said when it had ended. */
  public record Result(int exitCode, String out, String err) {
    public List<String> lines() {
      return out.lines().toList();
    }

    public JsonNode json() throws IOException {
      return JSON.readTree(out);
    }
  }

  private static List<String> command(List<String> prefix, Path jar, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Short lives: compiling less is faster.
    command.addAll(
        List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-jar", jar.toString()));
    command.addAll(arguments);
    return command;
  }

  /** A service that is ready. */
  public static TestProcess serve(Path data, List<String> more) throws Exception {
    return serve(List.of(), JAR, data, more);
  }

  /** The same by another user, or from another place. */
  public static TestProcess serve(List<String> prefix, Path jar, Path data, List<String> more)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("serve", "--listen", "127.0.0.1:0", "--data-dir", data.toString()));
    arguments.addAll(more);
    Path out = Files.createTempFile("gt8004-serve", ".out");
    Path err = Files.createTempFile("gt8004-serve", ".err");
    Process process = new ProcessBuilder(command(prefix, jar, arguments))
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
    boolean ready = Eventually.within(
        START_LIMIT, () -> Files.readString(out).endsWith("\n") || !process.isAlive());
    String line = Files.readString(out).strip();
    String log = Files.readString(err);
    Files.delete(out);
    Files.delete(err);
    if (!ready || line.isEmpty()) {
      process.destroyForcibly();
      throw new IllegalStateException("the service did not start: " + log);
    }
    // A first start says on a second line how to log in.
    return new TestProcess(process, line.lines().findFirst().orElse(""));
  }

  /** Runs a command to its end, here: a JVM for each would make the tests wait for little else. */
  public static Result run(Path data, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data-dir", data.toString()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Commands.run(all.toArray(new String[0]), new PrintWriter(out), new PrintWriter(err));
    return new Result(exitCode, out.toString(), err.toString());
  }

  /** Runs a command to its end in a process of its own, under the poorest of locales. */
  public static Result runApart(Path data, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data-dir", data.toString()));
    Path out = Files.createTempFile("gt8004-run", ".out");
    ProcessBuilder builder = new ProcessBuilder(command(List.of(), JAR, all));
    builder.environment().put("LC_ALL", "C");
    Process process = builder
        .redirectOutput(out.toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(all + " did not end");
    }
    Result result =
        new Result(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8), "");
    Files.delete(out);
    return result;
  }

  /** A new agent's key, made by the command. */
  public static String addAgent(Path data, String agentId) throws Exception {
    return run(data, "agents", "add", agentId, "--output", "json")
        .json()
        .get("api_key")
        .asText();
  }

  /** The processes of the cluster in that data folder, found by their command lines or their files. */
  public static List<ProcessHandle> postgresOf(Path data) {
    Path pidFolder = data.resolve("postgres");
    try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
      return processes
          .filter(process -> process.isAlive()
              && commandLineOf(process).contains("postgres")
              && (commandLineOf(process).contains(pidFolder.toString())
                  || worksIn(process, pidFolder)))
          .filter(process -> !commandLineOf(process).contains("gt8004-analytics.jar"))
          .collect(Collectors.toList());
    }
  }

  private static String commandLineOf(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .replace('\0', ' ');
    } catch (IOException e) {
      return process.info().commandLine().orElse("");
    }
  }

  private static boolean worksIn(ProcessHandle process, Path folder) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
          .startsWith(folder);
    } catch (IOException e) {
      return false;
    }
  }

  public String readyLine() {
    return readyLine;
  }

  public String url() {
    return readyLine.substring(readyLine.indexOf("http"));
  }

  public Process process() {
    return process;
  }

  /** kill -9. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM, and its exit code. */
  public int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the service did not stop within 30 s of SIGTERM");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
