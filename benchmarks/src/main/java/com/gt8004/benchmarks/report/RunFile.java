package com.gt8004.benchmarks.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The raw figures as JSON. */
public final class RunFile {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path file;

  public RunFile(Path file) {
    this.file = file;
  }

  /** Replaces the file. */
  public void write(Run run) {
    replaceWith(run);
  }

  /** Replaces the file. */
  public void write(DrainRun run) {
    replaceWith(run);
  }

  private void replaceWith(Object run) {
    Path staging = file.resolveSibling(file.getFileName() + ".new");
    try {
      JSON.writeValue(staging.toFile(), run);
      Files.move(staging, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Run read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), Run.class);
  }

  /** Whether the file holds a drain. */
  public static boolean isDrain(Path file) throws IOException {
    return JSON.readTree(file.toFile()).has("figures");
  }

  public static DrainRun readDrain(Path file) throws IOException {
    return JSON.readValue(file.toFile(), DrainRun.class);
  }
}
