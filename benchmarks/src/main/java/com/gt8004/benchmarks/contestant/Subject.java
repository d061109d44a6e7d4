package com.gt8004.benchmarks.contestant;

import java.io.IOException;

/**
 * One opened contestant, with entries prepared in the form it takes. Thread-safe; each logging thread
 * asks for a {@link Caller} of its own.
 */
public interface Subject {
  /** What one thread logs with; to be used by the thread that asked for it only. */
  interface Caller {
    /**
     * Logs one of the prepared entries.
     *
     * @param entry 0 or more, below {@link SampleEntries#COUNT}
     */
    void log(int entry);
  }

  /** A caller for the present thread. */
  Caller newCaller();

  /**
   * Ends the contestant: returns when all that it accepted is where it belongs and, where that is a
   * file, forced to disk. No caller may be at work.
   */
  void finish() throws IOException;

  /** How many entries it kept. After {@link #finish()} only. */
  long kept() throws IOException;
}
