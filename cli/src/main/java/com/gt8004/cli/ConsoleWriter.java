package com.gt8004.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.function.Consumer;

/** Hands what picocli writes (help, versions) to the console line by line, so that it is UTF-8 like the rest. */
final class ConsoleWriter extends PrintWriter {
  ConsoleWriter(Consumer<String> lines) {
    super(new Lines(lines), true);
  }

  private static final class Lines extends Writer {
    private final Consumer<String> lines;
    private final StringBuilder line = new StringBuilder();

    Lines(Consumer<String> lines) {
      this.lines = lines;
    }

    @Override
    public void write(char[] characters, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        if (characters[i] == '\n') {
          lines.accept(line.toString());
          line.setLength(0);
        } else if (characters[i] != '\r') {
          line.append(characters[i]);
        }
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
