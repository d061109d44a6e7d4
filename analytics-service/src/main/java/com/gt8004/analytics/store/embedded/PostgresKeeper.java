package com.gt8004.analytics.store.embedded;

import com.gt8004.analytics.time.ServiceClock;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the server and runs it again when it dies, until told to stop. All starts come from one thread
 * that lives as long as we do: the kernel sends a child its parent-death signal when the
 * <em>thread</em> that started it ends. Thread-safe.
 */
final class PostgresKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresKeeper.class);
  private static final Duration RESTART_WAIT_FIRST = Duration.ofMillis(200);
  private static final Duration RESTART_WAIT_MAX = Duration.ofSeconds(5);

  /** A server that ran this long was well: the next death is a new episode. */
  private static final Duration WELL_AFTER = Duration.ofSeconds(30);

  private static final long LOG_BYTES_MAX = 16L << 20;

  private final List<String> command;
  private final Path log;
  private final ServiceClock clock;
  private final Thread thread = new Thread(this::keep, "postgres-keeper");
  private final CountDownLatch stop = new CountDownLatch(1);

  /** Guarded by this. */
  private @Nullable Process process;

  /** Guarded by this. */
  private int starts;

  PostgresKeeper(List<String> command, Path log, ServiceClock clock) {
    this.command = List.copyOf(command);
    this.log = log;
    this.clock = clock;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** True from the first start on, unless the server has died since and was not started again yet. */
  synchronized boolean running() {
    return process != null && process.isAlive();
  }

  /** How often the server has been started. */
  synchronized int starts() {
    return starts;
  }

  /** Ends the server: sessions cut off, all on disk; at worst hard, after 15 seconds. Idempotent. */
  void stop() {
    stop.countDown();
    signal("INT");
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
      if (thread.isAlive()) {
        LOG.warn(
            "PostgreSQL did not stop within 10 s; stopping it at once, it recovers at its next start");
        signal("QUIT");
        thread.join(Duration.ofSeconds(5).toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep() {
    Duration wait = RESTART_WAIT_FIRST;
    while (stop.getCount() > 0) {
      long startedAt = clock.nanoTime();
      int exitCode = runOnce();
      if (stop.getCount() == 0) {
        return;
      }
      boolean wasWell = clock.nanoTime() - startedAt > WELL_AFTER.toNanos();
      wait = wasWell ? RESTART_WAIT_FIRST : wait;
      if (wait.equals(RESTART_WAIT_FIRST)) {
        LOG.warn(
            "PostgreSQL ended by itself with code {}; starting it again (its log: {})",
            exitCode,
            log);
      }
      try {
        if (stop.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      }
      wait = wait.multipliedBy(2).compareTo(RESTART_WAIT_MAX) > 0
          ? RESTART_WAIT_MAX
          : wait.multipliedBy(2);
    }
  }

  private int runOnce() {
    try {
      keepLogSmall();
      Process started = launch();
      return started == null ? 0 : started.waitFor();
    } catch (IOException e) {
      LOG.warn("cannot start PostgreSQL: {}", e.getMessage());
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private synchronized @Nullable Process launch() throws IOException {
    if (stop.getCount() == 0) {
      return null;
    }
    File out = log.toFile();
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(out));
    // Our own environment must not steer it: PGDATA, PGPORT, PGOPTIONS, a locale that is not there.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
    builder.environment().put("LC_ALL", "C");
    starts++;
    process = builder.start();
    return process;
  }

  private void keepLogSmall() throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private synchronized void signal(String name) {
    if (process == null || !process.isAlive()) {
      return;
    }
    try {
      // Java sends only TERM, at which PostgreSQL would wait for every session to leave by itself.
      CommandRun.of(
          List.of("/bin/sh", "-c", "kill -" + name + " " + process.pid()), Duration.ofSeconds(5));
    } catch (EmbeddedPostgresException e) {
      LOG.warn("cannot signal PostgreSQL: {}", e.getMessage());
      process.destroy();
    }
  }
}
