package com.gt8004.cli.child;

import com.gt8004.cli.console.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A program that runs beside us: its standard error goes to a file, the lines of its standard output to
 * a listener on a thread of its own. Thread-safe.
 */
public final class BackgroundChild {
  private static final int LINES_SHOWN = 15;
  private static final Duration LAST_LINES = Duration.ofSeconds(10);

  private final String name;
  private final Path log;
  private final Process process;
  private final Thread reader;

  private BackgroundChild(String name, Path log, Process process, Consumer<String> lines) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.reader = new Thread(() -> read(process, lines), name + "-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts it with our environment, without the variables of this product, and with those given.
   *
   * @param name for messages
   * @param log standard error is appended to this file
   * @param lines told each line of standard output; must not throw
   */
  public static BackgroundChild start(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path log,
      Consumer<String> lines) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("GT8004_"));
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return new BackgroundChild(name, log, builder.start(), lines);
    } catch (IOException e) {
      throw CommandFailure.failed("cannot start the " + name + ": " + e.getMessage());
    }
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** Its exit code, 128 + signal where a signal ended it. Only once it is not alive. */
  public int exitCode() {
    return process.exitValue();
  }

  /** SIGTERM, and SIGKILL if it has not ended in that time; returns when it has ended and its last line was told. */
  public void stop(Duration patience) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
    }
    awaitEnd();
  }

  /** SIGKILL; returns when it has ended and its last line was told. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Returns when it has ended by itself and its last line was told; false if it has not in that time. */
  public boolean await(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    awaitEnd();
    return true;
  }

  /** The last lines it wrote to standard error, for a message about its end. */
  public String lastLines() {
    try {
      List<String> all = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join("\n", all.subList(Math.max(0, all.size() - LINES_SHOWN), all.size()));
    } catch (IOException e) {
      return "(its log " + log + " cannot be read)";
    }
  }

  private void awaitEnd() throws InterruptedException {
    process.waitFor();
    // A child of the child may hold the pipe open for longer; what it says is not waited for.
    reader.join(LAST_LINES.toMillis());
  }

  private static void read(Process process, Consumer<String> lines) {
    try (BufferedReader out = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.accept(line);
      }
    } catch (IOException pipeClosed) {
      // The process ended, and whoever waits for it knows how.
    }
  }
}
