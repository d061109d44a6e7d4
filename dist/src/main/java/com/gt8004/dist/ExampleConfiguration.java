package com.gt8004.dist;

import com.gt8004.shipper.config.Setting;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Prints a configuration file of the shipper with every setting, its meaning and its default, all commented
 * out: from the table that the program itself reads, so that no release ships an old one.
 */
final class ExampleConfiguration {
  private static final String HEAD = """
      # Every setting of the shipper. What is commented out has the value shown, or none.
      # Durations and sizes have units: 500ms, 5s, 10m, 7d; 64KiB, 1MiB, 2GiB.
      #
      # Command line before environment (GT8004_ and the name in capitals) before this file before defaults.
      # A key that is not known is an error. What counts in the end: gt8004-shipper --config FILE --check-config
      """;

  private ExampleConfiguration() {}

  /** Writes to standard output. */
  public static void main(String[] arguments) throws IOException {
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write(text().getBytes(StandardCharsets.UTF_8));
    }
  }

  static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    for (Setting setting : Setting.values()) {
      String value = setting.defaultText();
      text.append("\n# ")
          .append(setting.meaning())
          .append("\n#")
          .append(setting.key())
          .append(':');
      text.append(value == null ? "" : " " + value).append('\n');
    }
    return text.toString();
  }
}
