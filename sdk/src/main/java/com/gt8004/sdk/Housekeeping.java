package com.gt8004.sdk;

import com.gt8004.sdk.queue.append.QueueAppender;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a logger does off the caller's thread, once a second: the forces of {@link
 * Durability#INTERVAL}, counting what the queue takes, and looking whether anybody ships. One daemon thread; thread-safe.
 */
final class Housekeeping {
  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

  private final QueueAppender appender;
  private final ShipperWatch shipperWatch;
  private final ScheduledThreadPoolExecutor thread;
  private volatile boolean forceAsked;
  private final AtomicBoolean bugTold = new AtomicBoolean();

  Housekeeping(QueueAppender appender, ShipperWatch shipperWatch) {
    this.appender = appender;
    this.shipperWatch = shipperWatch;
    this.thread = new ScheduledThreadPoolExecutor(1, Housekeeping::daemon);
    var unused = thread.scheduleWithFixedDelay(this::run, 1, 1, TimeUnit.SECONDS);
  }

  boolean shipperSeen() {
    return shipperWatch.seen();
  }

  /** An entry was appended that must be on disk soon. Called for each append, so it writes only once. */
  void forceSoon() {
    if (!forceAsked) {
      forceAsked = true;
    }
  }

  /** An error of our own making: told once, the host goes on. */
  void bug(Throwable e) {
    if (bugTold.compareAndSet(false, true)) {
      try {
        log.error(
            "an entry was refused through a bug in the logger, please report it; told once", e);
      } catch (RuntimeException | Error unheard) {
        // The host's log throws, and may be what threw before: the caller must not notice.
      }
    }
  }

  void stop() {
    thread.shutdownNow();
  }

  private void run() {
    try {
      appender.checkup();
      forceIfAsked();
      appender.countQueue();
      shipperWatch.look(appender.appended());
    } catch (RuntimeException | Error e) { // an exception would end the schedule in silence
      bug(e);
    }
  }

  private void forceIfAsked() {
    if (forceAsked) {
      forceAsked = false; // before the force: an entry appended during it asks again
      if (!appender.force()) {
        // For want of a file descriptor, perhaps. What the disk refused is given up, not asked for.
        forceAsked = true;
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "gt8004-logger");
    thread.setDaemon(true);
    thread.setContextClassLoader(Housekeeping.class.getClassLoader());
    return thread;
  }
}
