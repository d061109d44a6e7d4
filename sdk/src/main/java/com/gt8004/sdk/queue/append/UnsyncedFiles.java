package com.gt8004.sdk.queue.append;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.Uninterruptibly;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a journal has written since it was last forced to disk.
 *
 * <p>Thread-safe: one thread at a time notes appends, under the append lock; any thread forces. Forces
 * of several threads wait for one another, and whoever comes after another's force that covers it
 * returns at once: that is the group commit. Forcing never holds up an append.
 */
final class UnsyncedFiles {
  private static final VarHandle END = field("end");
  private static final VarHandle END_BYTES = field("endBytes");

  private final JournalDirectory journal;
  private final EpochClock clock;
  /** Fair, so that whoever comes next forces for all who came before it. */
  private final ReentrantLock forcing = new ReentrantLock(true);

  // Guarded by this.
  private final List<Path> dirty = new ArrayList<>();
  private boolean folderDirty = true;
  // Written by whoever holds the append lock. The bytes before the end, so that who reads the end
  // first never sees fewer bytes than it covers.
  private volatile long endBytes;
  private volatile long end;
  // Written under "forcing", and the last also by appends when nothing is unsynced.
  private volatile long syncedBytes;
  private volatile long syncedEnd;
  private volatile long oldestNanos;
  private volatile boolean broken;
  private volatile int forces;

  /** @param metadata Chronicle's file beside the cycle files; forced once, it changes at rolls only */
  UnsyncedFiles(JournalDirectory journal, Path metadata, EpochClock clock) {
    this.journal = journal;
    this.clock = clock;
    dirty.add(metadata);
  }

  /** A cycle file was begun. */
  synchronized void newFile(Path file) {
    dirty.add(file);
    folderDirty = true;
  }

  /** One entry was appended. Not a lock, because every append comes here. */
  void appended(int bytes, long nowNanos) {
    long sequence = end;
    if (sequence == syncedEnd) {
      oldestNanos = nowNanos;
    }
    END_BYTES.setRelease(this, endBytes + bytes);
    END.setRelease(this, sequence + 1);
  }

  /** How many entries a power failure may lose now. */
  long unsyncedEntries() {
    long synced = syncedEnd;
    return Math.max(0, end - synced);
  }

  /** Whether there is nothing to force any more, because it was done or because the disk refused it. */
  boolean isDone() {
    return broken || unsyncedEntries() == 0;
  }

  /** How often the disk was really asked, which a group commit keeps below the number of calls. */
  int forces() {
    return forces;
  }

  /** How many bytes of entries, headers included, a power failure may lose now. */
  long unsyncedBytes() {
    long synced = syncedBytes;
    return unsyncedEntries() == 0 ? 0 : Math.max(0, endBytes - synced);
  }

  /** Nanoseconds since the oldest entry that a power failure may lose was appended, or a little more. */
  long unsyncedNanos() {
    return unsyncedEntries() == 0 ? 0 : Math.max(0, clock.nanoTime() - oldestNanos);
  }

  /**
   * Forces all entries appended so far, unless another thread's force has covered them.
   *
   * @return false if it could not be tried, for want of a file descriptor: later, then
   * @throws IOException if the disk refused, now or earlier. The kernel may have dropped the pages and
   *     would report success next time, so it is never tried again: the journal must be given up.
   */
  boolean force() throws IOException {
    long upTo = end;
    if (syncedEnd >= upTo) {
      return true;
    }
    forcing.lock();
    try {
      if (broken) {
        throw new IOException("an earlier force of " + journal.path() + " failed");
      }
      return syncedEnd >= upTo || forceAll();
    } finally {
      forcing.unlock();
    }
  }

  private boolean forceAll() throws IOException {
    long since = clock.nanoTime();
    long covered = end;
    long coveredBytes = endBytes;
    List<Path> files;
    boolean folder;
    synchronized (this) { // after the end was read: these files hold all entries below it
      files = List.copyOf(dirty);
      folder = folderDirty;
      folderDirty = false;
    }
    if (!forceFiles(files) || (folder && !forceFolders())) {
      synchronized (this) {
        folderDirty |= folder;
      }
      return false;
    }
    synchronized (this) {
      // The newest file stays: it is still written to.
      dirty.removeAll(files.subList(0, files.size() - 1));
    }
    forces = forces() + 1;
    oldestNanos = since;
    syncedBytes = coveredBytes;
    syncedEnd = covered;
    return true;
  }

  private static VarHandle field(String name) {
    try {
      return MethodHandles.lookup().findVarHandle(UnsyncedFiles.class, name, long.class);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  private boolean forceFiles(List<Path> files) throws IOException {
    for (Path file : files) {
      if (!Uninterruptibly.call(() -> force(file, false, READ, WRITE))) {
        return false;
      }
    }
    return true;
  }

  /** Whether this is a file that may be gone: settled and pruned. That one written to now never is. */
  private synchronized boolean isOlder(Path file) {
    int index = dirty.indexOf(file);
    return index >= 0 && index < dirty.size() - 1;
  }

  /** Makes the names of new files survive; a refusal counts as much as that of their content. */
  private boolean forceFolders() throws IOException {
    return Uninterruptibly.call(() -> force(journal.chronicle(), true, READ))
        && Uninterruptibly.call(() -> force(journal.path(), true, READ));
  }

  private boolean force(Path file, boolean metadata, OpenOption... how) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file, how);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      boolean gone = Files.notExists(file);
      if (gone && !isOlder(file)) {
        broken = true;
        throw e; // removed under us: what is appended now goes nowhere
      }
      return gone;
    }
    try (channel) {
      channel.force(metadata);
      return true;
    } catch (ClosedByInterruptException e) {
      throw e; // done again by the caller: the disk did not refuse
    } catch (IOException e) {
      broken = true;
      throw e;
    }
  }
}
