package com.gt8004.sdk.exchange;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what went wrong while capturing, and says the first of it. Thread-safe. */
final class CaptureFailures {
  private static final Logger LOG = LoggerFactory.getLogger(CaptureFailures.class);

  private final LongAdder count = new LongAdder();

  /** Never throws. Logs the class alone: a message may quote what the request held. */
  void add(Throwable failure) {
    count.increment();
    if (count.sum() == 1) {
      LOG.warn(
          "capturing a request threw {}; the request went on, captureFailures() counts what is missing",
          failure.getClass().getName());
    }
  }

  long count() {
    return count.sum();
  }
}
