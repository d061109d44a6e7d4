package com.gt8004.analytics.store.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A short command that has ended.
 *
 * @param output what it wrote, both streams together
 */
record CommandRun(int exitCode, String output) {
  /** Runs it to its end. A command that cannot start, or takes too long, has failed. */
  static CommandRun of(List<String> command, Duration limit) throws EmbeddedPostgresException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output;
      try (InputStream out = process.getInputStream()) {
        output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      }
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new EmbeddedPostgresException(command.get(0) + " did not end within " + limit);
      }
      return new CommandRun(process.exitValue(), output);
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "cannot run " + command.get(0) + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException("interrupted while running " + command.get(0), e);
    }
  }

  boolean succeeded() {
    return exitCode == 0;
  }
}
