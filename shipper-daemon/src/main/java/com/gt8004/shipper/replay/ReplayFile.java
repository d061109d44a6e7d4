package com.gt8004.shipper.replay;

import com.gt8004.sdk.queue.CrashPoint;
import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of one replay in {@code replays/}, held by the process that runs it through a lock beside it.
 * While it is touched now and then it keeps retention away, see {@link ReplayLease}. Not thread-safe.
 */
public final class ReplayFile implements AutoCloseable {
  private static final String SUFFIX = ".json";
  private static final String LOCK_SUFFIX = ".lock";
  private static final long RENEWAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final Logger log = LoggerFactory.getLogger(ReplayFile.class);

  private final Path file;
  private final Path lockFile;
  private final OwnerLock lock;
  private final EpochClock clock;
  private ReplayRecord record;
  private long renewedNanos;

  /**
   * A replay that is on disk.
   *
   * @param running whether a process runs it now
   * @param touchedAt when it last gave a sign of life
   */
  public record Stored(ReplayRecord record, boolean running, FileTime touchedAt) {}

  private ReplayFile(
      Path file, Path lockFile, OwnerLock lock, EpochClock clock, ReplayRecord record) {
    this.file = file;
    this.lockFile = lockFile;
    this.lock = lock;
    this.clock = clock;
    this.record = record;
    this.renewedNanos = clock.nanoTime();
  }

  /** Begins a replay; durable on return. */
  public static ReplayFile begin(QueueDirectory queue, ReplayRecord record, EpochClock clock)
      throws IOException {
    DurableFiles.createFolders(queue.replays());
    sweep(queue);
    OwnerLock lock = OwnerLock.tryAcquire(lockFile(queue, record.id()));
    if (lock == null) {
      throw new IOException("replay " + record.id() + " runs already");
    }
    ReplayFile begun =
        new ReplayFile(file(queue, record.id()), lockFile(queue, record.id()), lock, clock, record);
    boolean written = false;
    try {
      begun.write(record);
      written = true;
      return begun;
    } finally {
      if (!written) {
        begun.close();
      }
    }
  }

  /** Removes what died before it began. */
  private static void sweep(QueueDirectory queue) throws IOException {
    for (Stored stored : present(queue)) {
      if (stored.record().neverBegan() && !stored.running()) {
        Files.deleteIfExists(file(queue, stored.record().id()));
        Files.deleteIfExists(lockFile(queue, stored.record().id()));
      }
    }
  }

  /**
   * Goes on with one that was interrupted; null if a process runs it now.
   *
   * @throws NoSuchFileException if there is none
   */
  public static @Nullable ReplayFile goOn(QueueDirectory queue, UUID id, EpochClock clock)
      throws IOException {
    Path file = file(queue, id);
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    OwnerLock lock = OwnerLock.tryAcquire(lockFile(queue, id));
    if (lock == null) {
      return null;
    }
    boolean read = false;
    try {
      ReplayRecord record = ReplayRecord.parse(file, Files.readAllBytes(file));
      read = true;
      return new ReplayFile(file, lockFile(queue, id), lock, clock, record);
    } finally {
      if (!read) {
        lock.close();
      }
    }
  }

  /** What is on disk, oldest first. What cannot be read is left out, and said in the log. */
  public static List<Stored> all(QueueDirectory queue) throws IOException {
    return present(queue).stream()
        .filter(stored -> !stored.record().neverBegan())
        .toList();
  }

  private static List<Stored> present(QueueDirectory queue) throws IOException {
    List<Stored> all = new ArrayList<>();
    if (!Files.isDirectory(queue.replays())) {
      return all;
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(queue.replays(), "[!.]*" + SUFFIX)) {
      for (Path file : files) {
        Stored stored = stored(queue, file);
        if (stored != null) {
          all.add(stored);
        }
      }
    }
    all.sort(Comparator.comparing(stored -> stored.record().startedAt()));
    return all;
  }

  private static @Nullable Stored stored(QueueDirectory queue, Path file) {
    try {
      ReplayRecord record = ReplayRecord.parse(file, Files.readAllBytes(file));
      boolean running = OwnerLock.isHeld(lockFile(queue, record.id()));
      return new Stored(record, running, Files.getLastModifiedTime(file));
    } catch (IOException unreadable) {
      log.warn("{} is passed over: {}", file, unreadable.getMessage());
      return null;
    }
  }

  /** What stands in it. */
  public ReplayRecord record() {
    return record;
  }

  /** The replay has gone further; durable on return. */
  public void write(ReplayRecord now) throws IOException {
    CrashPoint.reach("replay.before-progress");
    DurableFiles.replace(file, now.json());
    CrashPoint.reach("replay.after-progress");
    record = now;
    renewedNanos = clock.nanoTime();
  }

  /** It goes on, though no further. Cheap: touches the file no more than every 10 s. */
  public void renew() {
    long now = clock.nanoTime();
    if (now - renewedNanos < RENEWAL_NANOS) {
      return;
    }
    renewedNanos = now;
    try {
      Files.setLastModifiedTime(file, FileTime.from(clock.now()));
    } catch (IOException gone) {
      log.warn("the lease {} cannot be renewed; retention may overtake this replay", file, gone);
    }
  }

  /** It is over: nothing of it stays. Then {@link #close}. */
  public void remove() throws IOException {
    CrashPoint.reach("replay.before-end");
    Files.deleteIfExists(file);
    Files.deleteIfExists(lockFile);
    DurableFiles.forceDirectory(file.resolveSibling("."));
  }

  /** Gives the lock back; the file stays unless it was {@link #remove}d. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static Path file(QueueDirectory queue, UUID id) {
    return queue.replays().resolve(id + SUFFIX);
  }

  private static Path lockFile(QueueDirectory queue, UUID id) {
    return queue.replays().resolve(id + LOCK_SUFFIX);
  }
}
