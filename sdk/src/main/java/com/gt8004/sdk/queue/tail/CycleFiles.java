package com.gt8004.sdk.queue.tail;

import com.gt8004.sdk.queue.ChronicleFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The cycle files of a journal, of which one is open at a time. Not thread-safe. */
final class CycleFiles implements AutoCloseable {
  private final Path folder;
  private int[] cycles = {};
  private boolean listed;
  private int openCycle;
  private @Nullable CycleFile open;

  CycleFiles(Path folder) {
    this.folder = folder;
  }

  Path path(int cycle) {
    return ChronicleFiles.file(folder, cycle);
  }

  /** The cycles on disk, ascending, as last listed. */
  int[] cycles() {
    if (!listed) {
      cycles = ChronicleFiles.cyclesOf(folder);
      listed = true;
    }
    return cycles;
  }

  /** Forgets listing and content: a living writer may have written since. */
  void forget() {
    listed = false;
    if (open != null) {
      open.forget();
    }
  }

  /** The file of a cycle; null if it has been removed. */
  @Nullable
  CycleFile open(int cycle) {
    if (open == null || openCycle != cycle) {
      close();
      try {
        open = new CycleFile(path(cycle));
        openCycle = cycle;
      } catch (FileNotFoundException e) {
        if (Files.exists(path(cycle))) {
          throw new UncheckedIOException("cannot open " + path(cycle), e); // no permission
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot open " + path(cycle), e);
      }
    }
    return open;
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
