package com.gt8004.sdk.queue;

import java.nio.file.Path;

/** Makes {@link PathWatch}es that share a clock, and counts what they ask of the disk. Not thread-safe. */
public final class PathWatches {
  private final EpochClock clock;
  private long asked;
  private long news;

  public PathWatches(EpochClock clock) {
    this.clock = clock;
  }

  /** A watch that has seen nothing yet. */
  public PathWatch on(Path path) {
    return new PathWatch(path, this);
  }

  /** How often any watch was asked: a {@code stat} each. */
  public long asked() {
    return asked;
  }

  /** How often any watch told its owner to look. */
  public long news() {
    return news;
  }

  EpochClock clock() {
    return clock;
  }

  void count(boolean isNews) {
    asked++;
    news += isNews ? 1 : 0;
  }
}
