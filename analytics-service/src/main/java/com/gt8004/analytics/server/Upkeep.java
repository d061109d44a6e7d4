package com.gt8004.analytics.server;

import com.gt8004.analytics.store.DayPartitions;
import com.gt8004.analytics.store.SequenceStore;
import com.gt8004.analytics.store.StoreFailure;
import com.gt8004.analytics.time.ServiceClock;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes tomorrow's partitions in time, at start and every hour, and merges each minute what came of the
 * journals. Thread-safe.
 */
final class Upkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private final DayPartitions partitions;
  private final SequenceStore sequences;
  private final ServiceClock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "upkeep");
        thread.setDaemon(true);
        return thread;
      });

  Upkeep(DayPartitions partitions, SequenceStore sequences, ServiceClock clock) {
    this.partitions = partitions;
    this.sequences = sequences;
    this.clock = clock;
  }

  void start() {
    run();
    ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(this::run, 1, 1, TimeUnit.HOURS);
    ScheduledFuture<?> unusedToo =
        timer.scheduleWithFixedDelay(this::merge, 1, 1, TimeUnit.MINUTES);
  }

  private void merge() {
    try {
      int made = sequences.merge();
      LOG.debug("merged the sequences of journals into {} ranges", made);
    } catch (StoreFailure e) {
      // Answers are right without it, they take longer.
      LOG.debug("sequences not merged, trying again in a minute: {}", e.getMessage());
    }
  }

  private void run() {
    try {
      int made = partitions.ensureAround(clock.now().atOffset(ZoneOffset.UTC).toLocalDate());
      if (made > 0) {
        LOG.info("made {} day partitions", made);
      }
    } catch (StoreFailure e) {
      // Nothing is lost by it: entries of such a day go to the default partition until it is made.
      LOG.warn("day partitions not made, trying again in an hour: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
