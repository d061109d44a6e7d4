package com.gt8004.shipper.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder that a process may die over at any effect, and that knows what a power failure would leave.
 * What goes through {@link #path()} is done at once in the real folder; beside it is kept what was not
 * forced: the content of files, and names made, moved and removed in folders.
 *
 * <p>Its limits: cycle files count as forced (the appender's durability has its own tests), and so does
 * what is written through anything but a {@link FileChannel}; moving a folder makes what happened in it
 * before durable. Not thread-safe.
 */
public final class CrashDisk {
  private static final String CYCLE_FOLDER = "chronicle";

  /** A change of a folder that was not forced, and how it is taken back in a copy of the disk. */
  private record Change(Path folder, Undo undo) {}

  @FunctionalInterface
  private interface Undo {
    void in(Path image) throws IOException;
  }

  private final Path real;
  private final Path grave;
  private final CrashPath path;
  private final List<Change> changes = new ArrayList<>();
  private final Map<Object, byte[]> unforced =
      new HashMap<>(); // file key → content at the last force
  private final Set<DiskFault> faults = EnumSet.noneOf(DiskFault.class);
  private final Deque<Path[]> lateLetters = new ArrayDeque<>();
  private int graves;
  private long effects;
  private long deathAt = Long.MAX_VALUE;
  private boolean dead;

  /**
   * Over a real folder, which exists.
   *
   * @param grave an empty folder on the same file system, for what was removed and may come back
   */
  public CrashDisk(Path real, Path grave, Set<DiskFault> faults) {
    this.real = real.toAbsolutePath().normalize();
    this.grave = grave;
    this.faults.addAll(faults);
    this.path = new CrashPath(new CrashFileSystem(this), this.real);
  }

  /** The folder, as the program under test is given it. */
  public Path path() {
    return path;
  }

  /** The same folder past this class. */
  public Path real() {
    return real;
  }

  /** Effects on the disk so far: writes, forces, names made, moved, removed. */
  public long effects() {
    return effects;
  }

  /** The process dies at that effect from now, 1 being the next one: it throws {@link Killed}. */
  public void dieAt(long effect) {
    deathAt = effects + effect;
  }

  /** It does not die by itself any more. */
  public void liveOn() {
    deathAt = Long.MAX_VALUE;
  }

  /** From now every effect fails, so that what is only in memory stays there. */
  public void die() {
    dead = true;
    lateLetters.clear();
  }

  public boolean isDead() {
    return dead;
  }

  /** A new process may use the disk: all that was written is there, forced or not. */
  public void revive() {
    dead = false;
    liveOn();
  }

  /** All that was written, as {@code kill -9} of every process leaves it, in a new folder. */
  public void copyTo(Path image) throws IOException {
    copyTo(image, null);
  }

  /** What a power failure may leave: of all that was not forced, some. */
  public void powerLossTo(Path image, Random random) throws IOException {
    copyTo(image, random);
    // In each folder the newest changes are lost first: file systems keep the order of names.
    Set<Path> surviving = new HashSet<>();
    for (int i = changes.size() - 1; i >= 0; i--) {
      Change change = changes.get(i);
      if (!surviving.contains(change.folder())) {
        if (random.nextBoolean()) {
          surviving.add(change.folder());
        } else {
          change.undo().in(image);
        }
      }
    }
  }

  private void copyTo(Path image, Random lossy) throws IOException {
    try (Stream<Path> all = Files.walk(real)) {
      for (Path from : all.toList()) {
        Path to = image.resolve(real.relativize(from));
        Files.copy(from, to);
        byte[] forced = unforced.isEmpty() ? null : unforced.get(key(from));
        if (forced != null && lossy != null && lossy.nextBoolean()) {
          Files.write(to, forced);
        }
      }
    }
  }

  // ---- what happens on it ----

  /** An effect is about to happen. */
  void effect(String what) throws IOException {
    if (dead) {
      throw new IOException("this process is dead: " + what);
    }
    if (++effects >= deathAt) {
      die();
      throw new Killed(what);
    }
  }

  /** A file is about to change. */
  void writes(Path file) throws IOException {
    effect("write " + file.getFileName());
    if (!isAppenders(file) && !unforced.containsKey(key(file))) {
      unforced.put(key(file), Files.readAllBytes(file));
    }
  }

  void forces(Path fileOrFolder) throws IOException {
    effect("force " + fileOrFolder.getFileName());
    String name = fileOrFolder.getFileName().toString();
    boolean letter = isInLetters(fileOrFolder) || name.equals("dead-letters");
    boolean unborn = fileOrFolder.getParent().getFileName().toString().startsWith(".new-");
    if (name.equals("checkpoint") && !unborn && faults.contains(DiskFault.CHECKPOINT_NOT_FORCED)
        || letter && faults.contains(DiskFault.LETTER_NOT_FORCED)
        || name.equals("ledger.ndjson") && faults.contains(DiskFault.LEDGER_NOT_FORCED)) {
      return;
    }
    if (Files.isDirectory(fileOrFolder)) {
      changes.removeIf(change -> change.folder().equals(fileOrFolder));
    } else {
      unforced.remove(key(fileOrFolder));
    }
    if (name.equals("checkpoint")) {
      bringLateLetters();
    }
  }

  void made(Path name) {
    if (isAppenders(name)) {
      return;
    }
    Path inside = real.relativize(name);
    changes.add(new Change(name.getParent(), image -> deleteAll(image.resolve(inside))));
  }

  void removes(Path name) throws IOException {
    effect("remove " + name.getFileName());
    Path inside = real.relativize(name);
    if (Files.isDirectory(name)) {
      changes.add(new Change(name.getParent(), image -> makeFolder(image.resolve(inside))));
    } else if (Files.exists(name)) {
      Path kept = bury(name);
      changes.add(new Change(name.getParent(), image -> bringBack(kept, image.resolve(inside))));
    }
  }

  void moves(Path from, Path to) throws IOException {
    effect("move to " + to.getFileName());
    if (isAppenders(to)) {
      return;
    }
    if (Files.isDirectory(from)) {
      changes.removeIf(change -> change.folder().startsWith(from));
    }
    Path insideFrom = real.relativize(from);
    Path insideTo = real.relativize(to);
    Path replaced = Files.isRegularFile(to) ? bury(to) : null;
    changes.add(new Change(to.getParent(), image -> {
      if (Files.exists(image.resolve(insideTo))) {
        Files.move(image.resolve(insideTo), image.resolve(insideFrom));
      }
      if (replaced != null) {
        bringBack(replaced, image.resolve(insideTo));
      }
    }));
  }

  /** True if the move is put off until the next checkpoint, because a wrong program would do so. */
  boolean postpones(Path from, Path to) throws IOException {
    if (!faults.contains(DiskFault.LETTER_AFTER_CHECKPOINT) || !isInLetters(to)) {
      return false;
    }
    Path kept = grave.resolve("late-" + ++graves);
    Files.copy(from, kept);
    lateLetters.add(new Path[] {kept, to});
    return true;
  }

  private void bringLateLetters() throws IOException {
    while (!lateLetters.isEmpty()) {
      effect("late letter");
      Path[] letter = lateLetters.remove();
      Files.copy(letter[0], letter[1]);
    }
  }

  private static boolean isInLetters(Path file) {
    Path folder = file.getParent();
    return folder != null && folder.getFileName().toString().equals("dead-letters");
  }

  /** Whether this is the appender's to force: a journal's folder of cycle files, or what is in it. */
  private static boolean isAppenders(Path file) {
    Path folder = file.getParent();
    return file.getFileName().toString().equals(CYCLE_FOLDER)
        || (folder != null && folder.getFileName().toString().equals(CYCLE_FOLDER));
  }

  /** A second name for a file that loses its first. */
  private Path bury(Path file) throws IOException {
    return Files.createLink(grave.resolve("grave-" + ++graves), file);
  }

  private static void bringBack(Path buried, Path name) throws IOException {
    if (Files.isDirectory(name.getParent())) {
      Files.deleteIfExists(name);
      Files.copy(buried, name);
    }
  }

  private static void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder.getParent()) && !Files.exists(folder)) {
      Files.createDirectory(folder);
    }
  }

  /** Removes a folder with all it holds, past every disk of this kind. */
  public static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Object key(Path file) throws IOException {
    Object key = Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class)
        .fileKey();
    return key == null ? file : key;
  }
}
