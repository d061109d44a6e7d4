package com.gt8004.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/** Libraries may warn on standard error, in one line each; they do not chat. */
final class QuietLogging {
  private static final String SETTINGS = """
      handlers=java.util.logging.ConsoleHandler
      .level=WARNING
      java.util.logging.ConsoleHandler.level=WARNING
      java.util.logging.ConsoleHandler.encoding=UTF-8
      java.util.logging.ConsoleHandler.formatter=java.util.logging.SimpleFormatter
      java.util.logging.SimpleFormatter.format=gt8004: %4$s: %5$s%n
      """;

  private QuietLogging() {}

  /** Leaves it be where the person has given settings of their own. */
  static void install() {
    if (System.getProperty("java.util.logging.config.file") != null) {
      return;
    }
    try {
      LogManager.getLogManager()
          .readConfiguration(new ByteArrayInputStream(SETTINGS.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("settings out of memory can always be read", e);
    }
  }
}
