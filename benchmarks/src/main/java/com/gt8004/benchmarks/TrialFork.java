package com.gt8004.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.gt8004.benchmarks.trial.TrialMain;
import com.gt8004.benchmarks.trial.TrialResult;
import com.gt8004.benchmarks.trial.TrialSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a trial in a JVM of its own. */
final class TrialFork {
  private static final long MINUTES_MAX = 10;

  private final List<String> jvmArguments;
  private final Path folder;
  private final Path log;
  private final JsonMapper json = JsonMapper.builder().build();

  /** @param log what the process prints; overwritten */
  TrialFork(List<String> jvmArguments, Path folder, Path log) {
    this.jvmArguments = jvmArguments;
    this.folder = folder;
    this.log = log;
  }

  /** @throws IOException if the process fails or hangs; names its log */
  TrialResult run(TrialSpec spec) throws IOException, InterruptedException {
    Path result = folder.resolveSibling(folder.getFileName() + ".json");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), TrialMain.class.getName()));
    command.addAll(List.of(json.writeValueAsString(spec), folder.toString(), result.toString()));
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    Thread killer = new Thread(process::destroyForcibly);
    Runtime.getRuntime()
        .addShutdownHook(killer); // else it would go on when this process is stopped
    try {
      if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
        throw new IOException("a trial takes more than " + MINUTES_MAX + " minutes, see " + log);
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "a trial ended with exit code " + process.exitValue() + ", see " + log);
      }
      return json.readValue(result.toFile(), TrialResult.class);
    } finally {
      process.destroyForcibly();
      removeHook(killer);
      Files.deleteIfExists(result);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // it is running
    }
  }
}
