package com.gt8004.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text; the first column is left-aligned, the others right. */
final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... header) {
    rows.add(List.of(header));
  }

  void add(String... row) {
    if (row.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "a row of " + row.length + " cells in a table of " + rows.get(0).size());
    }
    rows.add(List.of(row));
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  /** In columns, for a terminal. */
  String aligned() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String padding = " ".repeat(width(column) - row.get(column).length());
        line.append(column == 0 ? "" : GAP)
            .append(column == 0 ? row.get(column) + padding : padding + row.get(column));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      text.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
      if (i == 0) {
        text.append("|---").append("|--:".repeat(rows.get(0).size() - 1)).append("|\n");
      }
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
