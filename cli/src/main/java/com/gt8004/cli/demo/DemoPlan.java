package com.gt8004.cli.demo;

/**
 * What was asked for.
 *
 * @param entries answered requests after which the load ends; 0 for no end
 * @param exit whether to end after the count
 * @param chaos whether to kill and stop
 * @param keep whether to leave the folder
 * @param json whether the result is wanted as JSON
 */
record DemoPlan(long entries, boolean exit, boolean chaos, boolean keep, boolean json) {
  private static final int STEADY_PER_SECOND = 50;
  private static final int STEADY_THINK_MILLIS = 40;

  boolean endless() {
    return entries == 0;
  }

  /** Requests a second; 0 for as many as go. */
  int perSecond() {
    return endless() ? STEADY_PER_SECOND : 0;
  }

  /** How long each request takes the agent: to look at, something that looks like work. */
  int thinkMillis() {
    return endless() ? STEADY_THINK_MILLIS : 0;
  }
}
