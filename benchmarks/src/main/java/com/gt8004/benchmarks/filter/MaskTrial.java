package com.gt8004.benchmarks.filter;

import com.gt8004.sdk.capture.Redaction;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/** Masks bodies of 2 KB, each slice beside one that only copies them. */
final class MaskTrial {
  private static final List<String> NAMES = List.of("chat", "table", "prose");
  private static final int SLICE = 2_000;
  private static final int SLICES = 60;

  /** Results go here, so that nothing is left out as unused. */
  private int sum;

  /** Medians over the slices, in microseconds. */
  record Figure(String body, double copyMicros, double maskMicros) {}

  List<Figure> run() {
    return NAMES.stream()
        .map(name -> measure(name, Bodies.all().get(NAMES.indexOf(name))))
        .toList();
  }

  private Figure measure(String name, String body) {
    double[] copies = new double[SLICES];
    double[] masks = new double[SLICES];
    for (int i = 0; i < SLICES; i++) { // the first ones warm up; medians do not see them
      copies[i] = slice(body, text -> text.toCharArray().length);
      masks[i] = slice(body, text -> Redaction.mask(text, false).length());
    }
    return new Figure(name, median(copies), median(masks));
  }

  private double slice(String body, ToIntFunction<String> work) {
    long start = System.nanoTime();
    for (int i = 0; i < SLICE; i++) {
      sum += work.applyAsInt(body);
    }
    return (System.nanoTime() - start) / 1e3 / SLICE;
  }

  /** What was computed, to be used by someone. */
  int sum() {
    return sum;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
