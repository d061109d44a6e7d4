package com.gt8004.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown file with a place for the tables. */
public final class DocsFile {
  static final String BEGIN = "<!-- tables: written by benchmarks/run --docs -->";
  static final String END = "<!-- end of tables -->";
  private static final String DRAIN_BEGIN =
      "<!-- drain tables: written by benchmarks/run --docs -->";
  private static final String DRAIN_END = "<!-- end of drain tables -->";

  private DocsFile() {}

  /**
   * Replaces what stands between the two marks.
   *
   * @throws IOException if the file cannot be written or lacks a mark
   */
  public static void replaceTable(Path file, String markdown) throws IOException {
    replace(file, BEGIN, END, markdown);
  }

  /** The same with the two marks around the tables of a drain. */
  public static void replaceDrainTable(Path file, String markdown) throws IOException {
    replace(file, DRAIN_BEGIN, DRAIN_END, markdown);
  }

  private static void replace(Path file, String beginMark, String endMark, String markdown)
      throws IOException {
    String text = Files.readString(file);
    int begin = text.indexOf(beginMark);
    int end = text.indexOf(endMark);
    if (begin < 0 || end < begin) {
      throw new IOException(file + " has no place for the tables: put the lines \"" + beginMark
          + "\" and \"" + endMark + "\" into it");
    }
    Files.writeString(
        file,
        text.substring(0, begin + beginMark.length()) + "\n\n" + markdown + "\n"
            + text.substring(end));
  }
}
