package com.gt8004.analytics;

import com.gt8004.analytics.command.Commands;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/** The program {@code gt8004-analytics}. */
public final class AnalyticsMain {
  private AnalyticsMain() {}

  /** Exits 0 when done, 1 when it failed, 2 for wrong usage. */
  public static void main(String[] arguments) throws IOException {
    configureLogging();
    System.exit(Commands.run(arguments, utf8(FileDescriptor.out), utf8(FileDescriptor.err)));
  }

  /** Bodies are UTF-8 wherever they go, whatever the locale says. */
  private static PrintWriter utf8(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8));
  }

  private static void configureLogging() throws IOException {
    if (System.getProperty("java.util.logging.config.file") != null) {
      return;
    }
    try (InputStream settings = AnalyticsMain.class.getResourceAsStream("logging.properties")) {
      LogManager.getLogManager().readConfiguration(settings);
    }
  }
}
