package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.CrashPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A child process that has to die at a named point. */
final class DyingProcess {
  private DyingProcess() {}

  /** Runs {@code main} with the folder as its argument until it dies at the point; fails if it does not. */
  static void run(Path folder, String point, Class<?> main)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            folder.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("child.log").toFile());
    builder.environment().put("GT8004_CRASH_AT", point);
    Process child = builder.start();
    try {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue())
          .as(Files.readString(folder.resolve("child.log")))
          .isEqualTo(CrashPoint.EXIT_CODE);
    } finally {
      child.destroyForcibly();
    }
  }
}
