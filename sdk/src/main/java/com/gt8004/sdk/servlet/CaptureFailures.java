package com.gt8004.sdk.servlet;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what went wrong while capturing, and says the first of it. Thread-safe. */
final class CaptureFailures {
  private static final Logger LOG = LoggerFactory.getLogger(GT8004Filter.class);

  private final String what;
  private final String consequence;
  private final LongAdder count = new LongAdder();

  CaptureFailures(String what, String consequence) {
    this.what = what;
    this.consequence = consequence;
  }

  /** Never throws. Logs the class alone: a message may quote what the request held. */
  void add(Throwable failure) {
    count.increment();
    if (count.sum() == 1) {
      LOG.warn("{} threw {}; {}", what, failure.getClass().getName(), consequence);
    }
  }

  long count() {
    return count.sum();
  }
}
