package com.gt8004.benchmarks.drain;

import com.gt8004.benchmarks.contestant.Folders;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A queue of one journal, written by the real logger in a process that lives on until {@link #finish}.
 * Drained again and again: its checkpoint goes back to the start, its entries stay.
 */
final class BuiltQueue implements AutoCloseable {
  static final String AGENT = "benchmark";

  private static final long BUILD_SECONDS_MAX = 900;
  private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m");

  private final Path root;
  private final ChildProcess writer;
  private final Map<Path, byte[]> checkpoints = new HashMap<>();

  /** @param root a folder that does not exist */
  BuiltQueue(Path root, int payloadBytes, Path log) throws IOException {
    this.root = root;
    this.writer = ChildProcess.java(
        QueueMain.class, JVM, List.of(root.toString(), Integer.toString(payloadBytes)), log);
  }

  Path root() {
    return root;
  }

  /** Appends so many, as fast as it goes, and returns when they are there. */
  void append(long entries) throws IOException, InterruptedException {
    beginAppend(entries);
    awaitDone(BUILD_SECONDS_MAX);
  }

  private void beginAppend(long entries) throws IOException {
    writer.tell("append " + entries);
  }

  /** Appends at a pace; {@link #awaitDone} waits for the end. */
  void beginPace(long perSecond, long seconds) throws IOException {
    writer.tell("pace " + perSecond + " " + seconds);
  }

  void awaitDone(long secondsMax) throws IOException, InterruptedException {
    writer.await("done", secondsMax);
  }

  /** The journal, once something was appended. */
  JournalDirectory journal() throws IOException {
    return new QueueRoot(root).queue(AGENT).journals().get(0);
  }

  /** Remembers how the checkpoint stands, for {@link #rewind}; before the first shipper runs. */
  void mark() throws IOException {
    for (JournalDirectory journal : new QueueRoot(root).queue(AGENT).journals()) {
      checkpoints.put(journal.checkpointFile(), Files.readAllBytes(journal.checkpointFile()));
    }
  }

  /** Makes all of it unsettled again. No shipper may run. */
  void rewind() throws IOException {
    for (Map.Entry<Path, byte[]> checkpoint : checkpoints.entrySet()) {
      Files.write(checkpoint.getKey(), checkpoint.getValue(), StandardOpenOption.WRITE);
    }
  }

  /** Ends the writer: the journal is finished. */
  void finish() {
    writer.close();
  }

  /** Deletes all. */
  @Override
  public void close() throws IOException {
    writer.close();
    Folders.delete(root);
  }
}
