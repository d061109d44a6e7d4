package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.CrashPoint;
import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.FlushRequest;
import com.gt8004.sdk.queue.JournalDescriptor;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueLimits;
import com.gt8004.sdk.queue.TimeOrderedUuid;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a journal so that nobody ever sees half of one: everything under a name with a dot, forced and
 * locked, then one rename. Chronicle's folder comes after the rename, because Chronicle would make the
 * old path again at its next roll (measured).
 */
final class JournalBirth {
  private static final Logger log = LoggerFactory.getLogger(JournalBirth.class);

  /** A journal with its lock held. */
  record Born(JournalDirectory directory, OwnerLock lock) {}

  private JournalBirth() {}

  /** Makes the queue, if need be, and in it a journal. */
  static Born in(
      QueueDirectory queue,
      String agentId,
      String writerVersion,
      QueueLimits limits,
      EpochClock clock)
      throws IOException {
    queue.create(agentId, clock);
    CrashPoint.reach("birth.after-queue");
    JournalDirectory journal =
        JournalDirectory.in(queue, clock.epochMicros() / 1_000, TimeOrderedUuid.next());
    Path cradle = journal
        .path()
        .resolveSibling(JournalDirectory.BIRTH_PREFIX + journal.path().getFileName());
    DurableFiles.createFolders(cradle);
    CrashPoint.reach("birth.after-folder");
    Born born = named(journal, cradle, writerVersion, limits);
    boolean durable = false;
    try {
      CrashPoint.reach("birth.after-rename");
      DurableFiles.forceDirectory(queue.journalsFolder());
      CrashPoint.reach("birth.before-chronicle");
      durable = true;
      return born;
    } finally {
      if (!durable) {
        undo(born);
      }
    }
  }

  /** Fills the cradle and gives it the journal's name. */
  private static Born named(
      JournalDirectory journal, Path cradle, String writerVersion, QueueLimits limits)
      throws IOException {
    @Nullable OwnerLock lock = null;
    boolean named = false;
    try {
      lock = fill(journal.at(cradle), writerVersion, limits);
      CrashPoint.reach("birth.before-rename");
      lock.moveFolder(cradle, journal.path());
      named = true;
      return new Born(journal, lock);
    } finally {
      if (!named) {
        abandon(lock, cradle);
      }
    }
  }

  /** Removes a journal that nothing was appended to, so that failing again and again leaves none. */
  static void undo(Born born) {
    JournalDirectory journal = born.directory();
    Path grave = journal
        .path()
        .resolveSibling(JournalDirectory.REMOVAL_PREFIX + journal.path().getFileName());
    try {
      born.lock().moveFolder(journal.path(), grave);
      DurableFiles.deleteRecursively(grave);
    } catch (IOException e) {
      log.debug("removing {}", journal.path(), e); // the shipper removes empty journals too
    }
    try {
      born.lock().close();
    } catch (IOException e) {
      log.debug("unlocking {}", journal.path(), e);
    }
  }

  private static OwnerLock fill(JournalDirectory cradle, String writerVersion, QueueLimits limits)
      throws IOException {
    // The lock first: a sweep takes a cradle with a free lock for one whose maker died.
    OwnerLock lock = OwnerLock.tryAcquire(cradle.ownerLockFile());
    if (lock == null) {
      throw new IOException(cradle.ownerLockFile() + " is new and yet locked by another process");
    }
    boolean filled = false;
    try {
      CrashPoint.reach("birth.after-lock");
      DurableFiles.write(
          cradle.descriptorFile(),
          JournalDescriptor.ofThisProcess(writerVersion, limits).toJson());
      CrashPoint.reach("birth.after-descriptor");
      DurableFiles.write(cradle.checkpointFile(), CheckpointFile.initial(cradle.id()));
      DurableFiles.write(cradle.flushFile(), FlushRequest.initial());
      DurableFiles.forceDirectory(cradle.path());
      filled = true;
      return lock;
    } finally {
      if (!filled) {
        lock.close();
      }
    }
  }

  private static void abandon(@Nullable OwnerLock lock, Path cradle) throws IOException {
    if (lock != null) {
      lock.close();
    }
    DurableFiles.deleteRecursively(cradle);
  }
}
