package com.gt8004.sdk.queue.append;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.Uninterruptibly;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
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
  private volatile boolean broken;

  /** @param metadata Chronicle's file beside the cycle files; forced once, it changes at rolls only */
  UnsyncedFiles(JournalDirectory journal, Path metadata) {
    this.journal = journal;
    dirty.add(metadata);
  }

  /** A cycle file was begun. */
  synchronized void newFile(Path file) {
    dirty.add(file);
    folderDirty = true;
  }

  /** Entries below this sequence were appended. */
  synchronized void appended(long end) {
    this.end = end;
  }

  /** How many entries a power failure may lose now. */
  long unsyncedEntries() {
    return Math.max(0, end() - syncedEnd);
  }

  private synchronized long end() {
    return end;
  }

  /**
   * Forces all entries appended so far, unless another thread's force has covered them.
   *
   * @return false if it could not be tried, for want of a file descriptor: later, then
   * @throws IOException if the disk refused, now or earlier. The kernel may have dropped the pages and
   *     would report success next time, so it is never tried again: the journal must be given up.
   */
  boolean force() throws IOException {
    long upTo = end();
    if (syncedEnd >= upTo) {
      return true;
    }
    synchronized (forcing) {
      if (broken) {
        throw new IOException("an earlier force of " + journal.path() + " failed");
      }
      return syncedEnd >= upTo || forceAll();
    }
  }

  private boolean forceAll() throws IOException {
    List<Path> files;
    boolean folder;
    long covered;
    synchronized (this) {
      files = List.copyOf(dirty);
      folder = folderDirty;
      folderDirty = false;
      covered = end;
    }
    if (!forceFiles(files)) {
      synchronized (this) {
        folderDirty |= folder;
      }
      return false;
    }
    if (folder) {
      DurableFiles.forceDirectory(journal.chronicle());
      DurableFiles.forceDirectory(journal.path());
    }
    synchronized (this) {
      // The newest file stays: it is still written to.
      dirty.removeAll(files.subList(0, files.size() - 1));
    }
    syncedEnd = covered;
    return true;
  }

  private boolean forceFiles(List<Path> files) throws IOException {
    for (Path file : files) {
      boolean newest = file.equals(files.get(files.size() - 1));
      // An older file may be gone: settled and pruned before this force. The newest never is.
      if ((newest || Files.exists(file)) && !Uninterruptibly.call(() -> forceContent(file))) {
        return false;
      }
    }
    return true;
  }

  private boolean forceContent(Path file) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file, READ, WRITE);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      if (Files.notExists(file)) {
        broken = true;
        throw e; // removed under us: what is appended now goes nowhere
      }
      return false;
    }
    try (channel) {
      channel.force(false);
      return true;
    } catch (ClosedByInterruptException e) {
      throw e; // done again by the caller: the disk did not refuse
    } catch (IOException e) {
      broken = true;
      throw e;
    }
  }
}
