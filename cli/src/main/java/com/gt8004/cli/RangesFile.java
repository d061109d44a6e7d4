package com.gt8004.cli;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.entry.SafeText;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.SequenceSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ranges of sequences as {@code audit} writes them: one a line, {@code <journal id>:<first>..<last>}. */
final class RangesFile {
  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(\\d{1,18})\\.\\.(\\d{1,18})");

  private static final int SHOWN_MAX = 80;

  private RangesFile() {}

  /** Reads a file, or standard input as {@code -}; empty lines count for nothing. */
  static Map<UUID, SequenceSet> read(String file, Console console) throws IOException {
    Map<UUID, SequenceSet> ranges = new HashMap<>();
    try (InputStream in = file.equals("-") ? console.in() : Files.newInputStream(path(file));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          add(line.strip(), number, ranges);
        }
      }
    }
    return ranges;
  }

  private static Path path(String file) {
    try {
      Path path = Path.of(file);
      if (Files.isDirectory(path)) {
        throw CommandFailure.failed(path + " is a folder; give a file of ranges");
      }
      return path;
    } catch (InvalidPathException e) {
      throw CommandFailure.usage("--ranges is no path: " + e.getMessage());
    }
  }

  private static void add(String line, int number, Map<UUID, SequenceSet> ranges) {
    Matcher found = LINE.matcher(line);
    if (!found.matches() || Long.parseLong(found.group(2)) > Long.parseLong(found.group(3))) {
      throw CommandFailure.usage("--ranges, line " + number + ": \""
          + SafeText.of(line.length() <= SHOWN_MAX ? line : line.substring(0, SHOWN_MAX) + "…")
          + "\" is no range; those are <journal id>:<first>..<last>");
    }
    ranges
        .computeIfAbsent(UUID.fromString(found.group(1)), id -> new SequenceSet())
        .add(new SequenceRange(Long.parseLong(found.group(2)), Long.parseLong(found.group(3))));
  }
}
