package com.gt8004.benchmarks.drain;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process that is told things on its standard input and answers in lines. Ends with this one. Its
 * standard error goes to a log.
 */
final class ChildProcess implements AutoCloseable {
  private static final long EXIT_SECONDS_MAX = 30;

  private final Process process;
  private final Path log;
  private final Writer commands;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Thread killer;

  /** @param environment is added to that of this process, which loses all settings of the product */
  ChildProcess(List<String> command, Map<String, String> environment, Path log) throws IOException {
    this.log = log;
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
    builder.environment().keySet().removeIf(name -> name.startsWith("GT8004_"));
    builder.environment().putAll(environment);
    process = builder.start();
    commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "lines of " + process.pid());
    reader.setDaemon(true);
    reader.start();
    killer = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /** A JVM with this class path that runs the class. */
  static ChildProcess java(
      Class<?> main, List<String> jvmArguments, List<String> arguments, Path log)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(javaBinary()));
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new ChildProcess(command, Map.of(), log);
  }

  static String javaBinary() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private void read() {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("broken off: " + e.getMessage());
    }
  }

  long pid() {
    return process.pid();
  }

  void tell(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
  }

  /**
   * The rest of the next line that begins so; others are passed over.
   *
   * @throws IOException if none came in time or the process ended; names its log
   */
  String await(String beginning, long secondsMax) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(secondsMax);
    while (System.nanoTime() - deadline < 0) {
      String line = lines.poll(100, TimeUnit.MILLISECONDS);
      if (line != null && line.startsWith(beginning)) {
        return line.substring(beginning.length()).strip();
      }
      if (line == null && !process.isAlive() && lines.isEmpty()) {
        throw new IOException("a process ended with exit code " + process.exitValue()
            + " before it said '" + beginning + "', see " + log);
      }
    }
    throw new IOException(
        "a process did not say '" + beginning + "' within " + secondsMax + " s, see " + log);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end. */
  int exitCode(long secondsMax) throws IOException, InterruptedException {
    if (!process.waitFor(secondsMax, TimeUnit.SECONDS)) {
      throw new IOException("a process takes more than " + secondsMax + " s, see " + log);
    }
    return process.exitValue();
  }

  /** Asks it to end, then makes it. */
  @Override
  public void close() {
    try {
      commands.close();
      process.destroy();
      if (!process.waitFor(EXIT_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly(); // it does not listen any more
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      removeHook();
    }
  }

  private void removeHook() {
    try {
      var unused = Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      return; // it is running
    }
  }
}
