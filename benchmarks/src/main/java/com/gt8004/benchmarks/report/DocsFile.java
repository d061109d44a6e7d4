package com.gt8004.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown file with a place for the tables. */
public final class DocsFile {
  static final String BEGIN = "<!-- tables: written by benchmarks/run --docs -->";
  static final String END = "<!-- end of tables -->";

  private DocsFile() {}

  /**
   * Replaces what stands between the two marks.
   *
   * @throws IOException if the file cannot be written or lacks a mark
   */
  public static void replaceTable(Path file, String markdown) throws IOException {
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + " has no place for the tables: put the lines \"" + BEGIN
          + "\" and \"" + END + "\" into it");
    }
    Files.writeString(
        file,
        text.substring(0, begin + BEGIN.length()) + "\n\n" + markdown + "\n" + text.substring(end));
  }
}
