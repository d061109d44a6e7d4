package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.append.AppendLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that make it hard for a logger: what it does then, and what it says. */
class GT8004LoggerHostTest {
  private static final RequestLogEntry ENTRY = RequestLogEntry.builder()
      .method("GET")
      .path("/a")
      .statusCode(200)
      .responseMs(1)
      .build();

  @TempDir
  Path root;

  @Test
  void log_doesNotThrowWhatTheHostsLogThrows() {
    Logger hosts = Logger.getLogger("com.gt8004.sdk");
    Handler broken = new BrokenHandler();
    hosts.addHandler(broken);
    GT8004Logger logger = logger(root, "my-agent");
    logger.close();
    try {
      // Told of with a WARN, and what that throws with an ERROR.
      assertThat(logger.log(ENTRY).appended()).isFalse();
      assertThat(logger.log(ENTRY)).isEqualTo(AppendResult.REFUSED_CLOSED);
    } finally {
      hosts.removeHandler(broken);
    }
  }

  @Test
  void aForceThatCouldNotBeTried_isTriedAgainWithoutAnotherAppend() throws IOException {
    try (GT8004Logger logger = logger(root, "my-agent")) {
      logger.log(ENTRY);
      Path file = cycleFile();
      Path aside = Files.move(file, root.resolve("aside"));
      Files.createSymbolicLink(file, file); // there, but not to be opened: as without descriptors
      awaitTrue(() -> logger.stats().unusableReason() != null);
      long since = System.nanoTime();
      awaitTrue(() -> System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(100));
      Files.delete(file);
      Files.move(aside, file);
      awaitTrue(() -> logger.stats().unsyncedEntries() == 0);
    }
  }

  @Test
  void closedModules_areNamedWithTheFlagsThatOpenThem() throws Exception {
    Path output = root.resolve("output");
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dgt8004.open.modules=false",
            "-cp",
            System.getProperty("java.class.path"),
            ClosedModules.class.getName(),
            root.toString())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    List<String> reasons = Files.readString(output, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("reason: "))
        .toList();
    assertThat(reasons).hasSize(2).allSatisfy(reason -> assertThat(reason)
        .contains("--add-opens=", "--add-exports="));
  }

  /** Two loggers, because the JVM tells a class's second failure in other words than its first. */
  static final class ClosedModules {
    public static void main(String[] args) {
      for (String agent : List.of("first", "second")) {
        try (GT8004Logger logger = logger(Path.of(args[0]), agent)) {
          logger.log(ENTRY);
          System.out.println("reason: " + logger.stats().unusableReason());
        }
      }
    }
  }

  private static final class BrokenHandler extends Handler {
    @Override
    public void publish(LogRecord line) {
      throw new IllegalStateException("the log's own disk is full");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static GT8004Logger logger(Path root, String agent) {
    return GT8004Logger.builder()
        .agentId(agent)
        .queueRoot(root)
        .with(AppendLimits.DEFAULT.withDiskFreeMin(0), Map.of())
        .build();
  }

  private Path cycleFile() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".cq4")).findFirst().orElseThrow();
    }
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long since = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - since).isLessThan(TimeUnit.SECONDS.toNanos(30));
      LockSupport.parkNanos(1_000_000);
    }
  }
}
