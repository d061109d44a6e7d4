package com.gt8004.analytics.server;

import com.gt8004.analytics.store.Database;
import com.gt8004.analytics.store.DayPartitions;
import com.gt8004.analytics.store.Expiry;
import com.gt8004.analytics.store.SequenceStore;
import com.gt8004.analytics.store.StoreFailure;
import com.gt8004.analytics.time.ServiceClock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes tomorrow's partitions in time, drops and blanks what is older than it shall be kept, takes a
 * renewed certificate: at start and every hour. Merges each minute what came of the journals.
 * Thread-safe.
 */
final class Upkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private final DayPartitions partitions;
  private final SequenceStore sequences;
  private final Expiry expiry;
  private final ServiceSettings settings;
  private final HttpListener listener;
  private final ServiceClock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "upkeep");
        thread.setDaemon(true);
        return thread;
      });

  Upkeep(Database database, ServiceSettings settings, HttpListener listener, ServiceClock clock) {
    this.partitions = new DayPartitions(database);
    this.sequences = new SequenceStore(database);
    this.expiry = new Expiry(database);
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
  }

  void start() {
    makePartitions();
    // Not before the service answers: blanking many bodies for the first time takes long.
    ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(this::hourly, 0, 1, TimeUnit.HOURS);
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

  private void hourly() {
    makePartitions();
    expire();
    renewCertificate();
  }

  private LocalDate today() {
    return clock.now().atOffset(ZoneOffset.UTC).toLocalDate();
  }

  private void makePartitions() {
    int back = settings.rowDays() == 0
        ? DayPartitions.DAYS_BACK
        : Math.min(settings.rowDays(), DayPartitions.DAYS_BACK);
    try {
      int made = partitions.ensureAround(today(), back);
      if (made > 0) {
        LOG.info("made {} day partitions", made);
      }
    } catch (StoreFailure e) {
      // Nothing is lost by it: entries of such a day go to the default partition until it is made.
      LOG.warn("day partitions not made, trying again in an hour: {}", e.getMessage());
    }
  }

  private void expire() {
    try {
      if (settings.rowDays() > 0) {
        LocalDate oldest = today().minusDays(settings.rowDays());
        Expiry.Expired expired = expiry.before(oldest);
        if (!expired.days().isEmpty() || expired.strayRows() > 0) {
          LOG.info(
              "dropped {} days and {} stray rows from before {}",
              expired.days().size(),
              expired.strayRows(),
              oldest);
        }
      }
      if (settings.bodyDays() > 0) {
        LocalDate oldest = today().minusDays(settings.bodyDays());
        long blanked = expiry.bodiesBefore(oldest);
        if (blanked > 0) {
          LOG.info("blanked the bodies of {} rows from before {}", blanked, oldest);
        }
      }
    } catch (StoreFailure e) {
      LOG.warn("old days are not removed, trying again in an hour: {}", e.getMessage());
    }
  }

  private void renewCertificate() {
    ServiceSettings.Tls tls = settings.tls();
    if (tls != null) {
      try {
        listener.renew(tls);
      } catch (Exception e) {
        // The one from before goes on, until it ends.
        LOG.warn("the certificate was not renewed, trying again in an hour: {}", e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
