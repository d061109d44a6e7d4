package com.gt8004.benchmarks.trial;

import java.io.IOException;
import java.nio.file.Path;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Counts the calls that force a file to disk, as the JVM's flight recorder sees them. */
final class Forces implements AutoCloseable {
  private static final String EVENT = "jdk.FileForce";

  private final Recording recording = new Recording();
  private final Path file;

  /** @param file where the recording may be written; made and left there */
  Forces(Path file) {
    this.file = file;
    recording.enable(EVENT).withoutThreshold().withoutStackTrace();
    recording.start();
  }

  /** Forces since this was made. Ends the counting. */
  long count() throws IOException {
    recording.stop();
    recording.dump(file);
    long count = 0;
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        if (event.getEventType().getName().equals(EVENT)) {
          count++;
        }
      }
    }
    return count;
  }

  @Override
  public void close() {
    recording.close();
  }
}
