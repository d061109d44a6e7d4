package com.gt8004.cli.demo;

import java.util.BitSet;

/** The numbers whose acknowledgement reached the demo. Thread-safe. */
final class Acknowledgements {
  private final BitSet numbers = new BitSet();
  private long count;

  synchronized void add(long number) {
    if (!numbers.get(Math.toIntExact(number))) {
      numbers.set(Math.toIntExact(number));
      count++;
    }
  }

  synchronized long count() {
    return count;
  }

  /** A copy. */
  synchronized BitSet numbers() {
    return (BitSet) numbers.clone();
  }
}
