package com.gt8004.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of the product, with its two outputs in files. Killed when closed. */
final class ChildProcess implements AutoCloseable {
  static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private final Process process;
  private final Path out;
  private final Path err;

  private ChildProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts Java with these arguments; {@code input} becomes its standard input. */
  static ChildProcess java(
      Path logs, Map<String, String> environment, String input, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(
        List.of(JAVA.toString(), "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(arguments);
    return start(logs, environment, input, command);
  }

  static ChildProcess start(
      Path logs, Map<String, String> environment, String input, List<String> command)
      throws IOException {
    Files.createDirectories(logs);
    Path out = Files.createTempFile(logs, "process-", ".out");
    Path err = Files.createTempFile(logs, "process-", ".err");
    Path in = Files.writeString(Files.createTempFile(logs, "process-", ".in"), input);
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectInput(in.toFile())
        .redirectOutput(out.toFile())
        .redirectError(err.toFile());
    // What a developer's shell or Maven sets must not help the product to run.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("GT8004_") || name.endsWith("JAVA_OPTIONS"));
    builder.environment().putAll(environment);
    return new ChildProcess(builder.start(), out, err);
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  /** Waits for a line of either output to match; returns the first group, or all where there is none. */
  String await(Pattern pattern, Duration within) throws Exception {
    return Eventually.value(within, () -> {
      Matcher matcher = pattern.matcher(out() + "\n" + err());
      if (matcher.find()) {
        return matcher.group(matcher.groupCount());
      }
      if (!process.isAlive()) {
        throw new AssertionError(
            "process ended with " + process.exitValue() + " before " + pattern + "\n" + err());
      }
      return null;
    });
  }

  int exitCode(Duration within) throws InterruptedException {
    if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + within + "\n" + out() + "\n" + err());
    }
    return process.exitValue();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGKILL, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(15, TimeUnit.SECONDS)) {
      kill();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (java.nio.charset.MalformedInputException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
