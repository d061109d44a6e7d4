package com.gt8004.cli;

import com.gt8004.cli.console.Console;
import com.gt8004.sdk.queue.EpochClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs commands in this process, on streams of the test. */
final class CliRun {
  private final Map<String, String> environment = new HashMap<>();
  private String in = "";
  private EpochClock clock = EpochClock.system();

  /** What a command left behind. */
  record Ended(int exitCode, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  CliRun with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  CliRun at(EpochClock other) {
    clock = other;
    return this;
  }

  CliRun input(String text) {
    in = text;
    return this;
  }

  /** On a standard output that takes nothing, for this reason. */
  Ended onOutputThatFails(String reason, String... arguments) {
    OutputStream closed = new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    };
    return run(closed, new ByteArrayOutputStream(), arguments);
  }

  Ended run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return run(out, out, arguments);
  }

  private Ended run(OutputStream target, ByteArrayOutputStream out, String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console = new Console(
        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
        target,
        err,
        environment,
        false);
    int exitCode = Gt8004.run(console, clock, arguments);
    return new Ended(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
