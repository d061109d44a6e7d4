package com.gt8004.benchmarks.trial;

/**
 * One load.
 *
 * @param payloadBytes of each entry as encoded by the logger
 * @param threads that log at once
 */
public record Cell(int payloadBytes, int threads) {
  @Override
  public String toString() {
    return payloadBytes + " B, " + (threads == 1 ? "1 thread" : threads + " threads");
  }
}
