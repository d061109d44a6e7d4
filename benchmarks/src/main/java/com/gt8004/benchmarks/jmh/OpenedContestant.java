package com.gt8004.benchmarks.jmh;

import com.gt8004.benchmarks.contestant.Contestant;
import com.gt8004.benchmarks.contestant.Folders;
import com.gt8004.benchmarks.contestant.SampleEntries;
import com.gt8004.benchmarks.contestant.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A contestant for each iteration: its data is deleted after it, so that the disk stays empty. */
@State(Scope.Benchmark)
public class OpenedContestant {
  /** The system property that names the folder for data. */
  static final String FOLDER = "gt8004.benchmarks.folder";

  @Param("PAGE_CACHE")
  Contestant contestant = Contestant.PAGE_CACHE;

  @Param("500")
  int payloadBytes;

  private final Path folder = Path.of(
      Objects.requireNonNull(System.getProperty(FOLDER), "set -D" + FOLDER + " to a folder"));

  @Nullable
  private Subject subject;

  @Setup(Level.Iteration)
  public void open() throws IOException {
    Files.createDirectories(folder);
    Subject opened = contestant.open(folder, SampleEntries.ofPayloadBytes(payloadBytes));
    opened.newCaller().log(0); // what the first call does is not measured
    subject = opened;
  }

  @TearDown(Level.Iteration)
  public void finish() throws IOException {
    subject().finish();
    Folders.delete(folder);
  }

  Subject subject() {
    return Objects.requireNonNull(subject, "opened before each iteration");
  }
}
