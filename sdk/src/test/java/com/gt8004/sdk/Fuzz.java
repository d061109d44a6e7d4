package com.gt8004.sdk;

import java.util.SplittableRandom;

/**
 * Runs a check over random input. Each case has a seed of its own, which a failure names, so that one
 * case can be run alone with {@code -Dgt8004.seed=…}. Seeds differ from run to run: each build tries
 * something new. A seed that once failed belongs into a test of its own.
 */
public final class Fuzz {
  private static final Long SEED = Long.getLong("gt8004.seed");

  /** One case: makes its input from the random numbers and checks what comes of it. */
  @FunctionalInterface
  public interface Case {
    void check(SplittableRandom random) throws Exception;
  }

  private Fuzz() {}

  /** Runs that many cases, or more under {@code -Ptorture}. */
  public static void cases(int normally, int underTorture, Case one) {
    if (SEED != null) {
      run(SEED, one);
      return;
    }
    long first = System.nanoTime();
    int count = Torture.rounds(normally, underTorture);
    for (int i = 0; i < count; i++) {
      run(first + i, one);
    }
  }

  private static void run(long seed, Case one) {
    try {
      one.check(new SplittableRandom(seed));
    } catch (Throwable e) {
      throw new AssertionError("failed with -Dgt8004.seed=" + seed + ": " + e.getMessage(), e);
    }
  }
}
