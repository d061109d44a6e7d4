package com.gt8004.benchmarks.report;

import com.gt8004.benchmarks.drain.Backlogged;
import com.gt8004.benchmarks.drain.DrainCase;
import com.gt8004.benchmarks.drain.DrainFigure;
import com.gt8004.benchmarks.drain.Drained;
import com.gt8004.benchmarks.drain.Sender;
import com.gt8004.benchmarks.drain.Steady;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The figures of a drain run, by what was measured; medians over rounds. NaN where nothing was. */
final class DrainFigures {
  private final List<Drained> drained;
  private final List<Steady> steady;
  private final List<Backlogged> backlogged;

  DrainFigures(List<DrainFigure> figures) {
    drained =
        figures.stream().map(DrainFigure::drained).filter(Objects::nonNull).toList();
    steady = figures.stream().map(DrainFigure::steady).filter(Objects::nonNull).toList();
    backlogged =
        figures.stream().map(DrainFigure::backlogged).filter(Objects::nonNull).toList();
  }

  /** What was drained, in the order of the run. */
  List<DrainCase> cases() {
    return drained.stream().map(Drained::drainCase).distinct().toList();
  }

  List<Drained> of(DrainCase how, Sender sender) {
    return drained.stream()
        .filter(one -> one.drainCase().equals(how) && one.sender() == sender)
        .toList();
  }

  List<Long> paces() {
    return steady.stream().map(Steady::perSecond).distinct().sorted().toList();
  }

  List<Steady> at(long pace) {
    return steady.stream().filter(one -> one.perSecond() == pace).toList();
  }

  /** How large the backlogs were, ascending. */
  List<Long> backlogs() {
    return backlogged.stream().map(Backlogged::entries).distinct().sorted().toList();
  }

  List<Backlogged> with(long backlog) {
    return backlogged.stream().filter(one -> one.entries() == backlog).toList();
  }

  static <T> double median(List<T> measured, ToDoubleFunction<T> figure) {
    double[] sorted = measured.stream().mapToDouble(figure).sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  static <T> double most(List<T> measured, ToDoubleFunction<T> figure) {
    return measured.stream().mapToDouble(figure).max().orElse(Double.NaN);
  }
}
