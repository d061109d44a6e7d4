package com.gt8004.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command that has ended, and what it said. */
record Ran(int exitCode, String out, String err) {
  /** Runs it in a folder, with these variables and no others, to its end. */
  static Ran of(Path folder, Map<String, String> environment, int seconds, List<String> command) {
    try {
      Path out = Files.createTempFile("ran-", ".out");
      Path err = Files.createTempFile("ran-", ".err");
      ProcessBuilder builder = new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectInput(Path.of("/dev/null").toFile())
          .redirectOutput(out.toFile())
          .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
      process.destroyForcibly().waitFor();
      Ran ran = new Ran(process.exitValue(), read(out), read(err));
      if (!ended) {
        throw new AssertionError("not ended after " + seconds + " s: " + command + "\n" + ran);
      }
      return ran;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while waiting for " + command, e);
    }
  }

  private static String read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    Files.delete(file);
    return text;
  }
}
