package com.gt8004.sdk;

/** How long a test goes on: a bounded version in the normal build, the long one with {@code -Ptorture}. */
public final class Torture {
  private static final boolean ASKED_FOR = Boolean.getBoolean("gt8004.torture");

  private Torture() {}

  /** Rounds for this run. */
  public static int rounds(int normally, int underTorture) {
    return ASKED_FOR ? underTorture : normally;
  }
}
