package com.gt8004.benchmarks.drain;

import org.jspecify.annotations.Nullable;

/** One figure of a run: exactly one of these is there. */
public record DrainFigure(
    @Nullable Drained drained,
    @Nullable Steady steady,
    @Nullable Backlogged backlogged) {
  static DrainFigure of(Drained drained) {
    return new DrainFigure(drained, null, null);
  }

  static DrainFigure of(Steady steady) {
    return new DrainFigure(null, steady, null);
  }

  static DrainFigure of(Backlogged backlogged) {
    return new DrainFigure(null, null, backlogged);
  }

  /** For people who watch. */
  public String line() {
    if (drained != null) {
      return drained.line();
    }
    return steady != null ? steady.line() : backlogged != null ? backlogged.line() : "";
  }
}
