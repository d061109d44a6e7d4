package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.ChronicleFiles;
import com.gt8004.sdk.queue.CrashPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The disk space of one journal: the cycle file that is written to, filled ahead of each entry, and the
 * next one, made beforehand under a name of its own, so that a roll needs no room on the disk.
 *
 * <p>Not thread-safe: used under the append lock, {@link #isInPlace} excepted.
 */
final class CycleFiles implements AutoCloseable {
  /**
   * What Chronicle may write beside an entry: the index arrays before and behind it, 16 KiB each, and
   * the mark that ends the file; and as much again.
   */
  private static final long BESIDE_ENTRY_BYTES = 64 << 10;

  /** What a cycle file begins with: a header and two index arrays; and as much again. */
  private static final long HEAD_BYTES = 64 << 10;

  /** A file made beforehand takes an entry of up to 128 KiB without asking the disk for anything. */
  static final long NEXT_BYTES = 2 * ZeroedFile.STEP_BYTES;

  /** What a journal needs at birth: its first file, and the small ones. */
  static final long BIRTH_BYTES = NEXT_BYTES + (512 << 10);

  private static final Logger log = LoggerFactory.getLogger(CycleFiles.class);

  private final Path folder;
  private int cycle;
  private volatile @Nullable ZeroedFile current;
  private @Nullable ZeroedFile next;

  CycleFiles(Path folder) {
    this.folder = folder;
  }

  /** Number of the cycle that is written to; 0 before the first. */
  int cycle() {
    return cycle;
  }

  /**
   * Prepares a little more of the next file.
   *
   * @return false if it is ready already
   */
  boolean prepareNext() throws IOException {
    ZeroedFile file = next;
    if (file == null) {
      file = ZeroedFile.create(ChronicleFiles.nextFile(folder, cycle + 1));
      next = file;
    }
    boolean ready = file.filled() >= NEXT_BYTES;
    if (!ready) {
      file.fillTo(file.filled() + 1);
      CrashPoint.reach("append.next-file-step");
    }
    return !ready;
  }

  /** Prepares the next file to its end. */
  void completeNext() throws IOException {
    boolean more = true;
    while (more) {
      more = prepareNext();
    }
  }

  /**
   * Goes to the next file, with room for an entry of this length.
   *
   * @return the file
   * @throws IOException if the disk refuses; the current file stays in use
   */
  Path roll(int entryBytes) throws IOException {
    completeNext();
    ZeroedFile file = Objects.requireNonNull(next);
    file.fillTo(HEAD_BYTES + entryBytes + BESIDE_ENTRY_BYTES);
    CrashPoint.reach("append.before-roll");
    Path name = ChronicleFiles.file(folder, cycle + 1);
    file.rename(name);
    CrashPoint.reach("append.after-roll");
    ZeroedFile before = current;
    current = file;
    next = null;
    cycle++;
    if (before != null) {
      closeLeft(before);
    }
    return name;
  }

  /** Never fails the roll, which is done: what the disk did not take, the next force finds out. */
  private static void closeLeft(ZeroedFile left) {
    try {
      left.close();
    } catch (IOException e) {
      log.debug("closing {}", left.path(), e);
    }
  }

  /**
   * Makes room for one more entry in the current file.
   *
   * @param position where the last one ended; 0 in a new file
   * @throws IOException if the disk refuses; nothing is lost, and a later call goes on from there
   */
  void makeRoom(long position, int entryBytes) throws IOException {
    ZeroedFile file = current;
    if (file == null) {
      throw new NoSuchFileException(folder + " has no cycle yet");
    }
    file.fillTo(Math.max(position, HEAD_BYTES) + entryBytes + BESIDE_ENTRY_BYTES);
  }

  /** Whether readers can find what is written now. Thread-safe. */
  boolean isInPlace() {
    ZeroedFile looked = current;
    // Where it has rolled meanwhile, the file may have been shipped and removed: no harm.
    return looked == null || looked.isInPlace() || looked != current;
  }

  /** Removes the file that was made beforehand for nothing. */
  @Override
  public void close() throws IOException {
    ZeroedFile last = current;
    if (last != null) {
      last.close();
    }
    if (next != null) {
      next.close();
      Files.deleteIfExists(next.path());
    }
  }
}
