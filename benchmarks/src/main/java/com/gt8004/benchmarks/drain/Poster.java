package com.gt8004.benchmarks.drain;

import java.io.IOException;

/** Posts one body and reads the whole answer. Thread-safe where it says so. */
interface Poster extends AutoCloseable {
  /**
   * Returns when the answer was read.
   *
   * @throws IOException if it is not 200
   */
  void post(byte[] body) throws IOException;

  @Override
  void close() throws IOException;
}
