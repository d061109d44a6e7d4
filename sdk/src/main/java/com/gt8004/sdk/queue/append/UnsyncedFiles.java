package com.gt8004.sdk.queue.append;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.Uninterruptibly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a journal has written since it was last forced to disk.
 *
 * <p>Thread-safe: the appending thread notes, any thread forces. Forces of several threads wait for one
 * another, and whoever comes after another's force that covers it returns at once: that is the group
 * commit. Forcing never holds up an append.
 */
final class UnsyncedFiles {
  private final JournalDirectory journal;
  private final Object forcing = new Object();

  // Guarded by this.
  private final List<Path> dirty = new ArrayList<>();
  private boolean folderDirty = true;
  private long end;
  // Written under "forcing", read by anyone.
  private volatile long syncedEnd;

  UnsyncedFiles(JournalDirectory journal) {
    this.journal = journal;
  }

  /** Gives a file that Chronicle made the modes of the queue. */
  void restrict(Path file) throws IOException {
    DurableFiles.restrict(file);
  }

  /** A cycle file was begun. */
  synchronized void newFile(Path file) throws IOException {
    restrict(file);
    dirty.add(file);
    folderDirty = true;
  }

  /** Entries below this sequence were appended. */
  synchronized void appended(long end) {
    this.end = end;
  }

  /** How many entries a power failure may lose now. */
  long unsyncedEntries() {
    long appended;
    synchronized (this) {
      appended = end;
    }
    return Math.max(0, appended - syncedEnd);
  }

  /**
   * Forces all entries below this sequence, unless another thread's force has covered them.
   *
   * @throws IOException if the disk refused. The kernel may have dropped the pages and will report
   *     success next time, so the caller must give the journal up, not try again.
   */
  void force(long upTo) throws IOException {
    if (syncedEnd >= upTo) {
      return;
    }
    synchronized (forcing) {
      if (syncedEnd < upTo) {
        forceAll();
      }
    }
  }

  private void forceAll() throws IOException {
    List<Path> files;
    boolean folder;
    long covered;
    synchronized (this) {
      files = List.copyOf(dirty);
      folder = folderDirty;
      folderDirty = false; // should the force fail, the journal is given up anyway
      covered = end;
    }
    for (Path file : files) {
      boolean newest = file.equals(files.get(files.size() - 1));
      // An older file may be gone: settled and pruned before this force. The newest is never
      // pruned.
      if (newest || Files.exists(file)) {
        Path unused = Uninterruptibly.call(() -> forceContent(file));
      }
    }
    if (folder) {
      DurableFiles.forceDirectory(journal.chronicle());
      DurableFiles.forceDirectory(journal.path());
    }
    synchronized (this) {
      // The newest file stays: it is still written to.
      dirty.removeAll(files.subList(0, Math.max(0, files.size() - 1)));
    }
    syncedEnd = covered;
  }

  private static Path forceContent(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      channel.force(false);
    }
    return file;
  }
}
