package com.gt8004.sdk.queue;

import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One journal: what one process start appended. The folder's name is its identity, {@code <start
 * millis>-<journal id>}.
 *
 * <pre>
 *   journal.json   describes the writer
 *   owner.lock     held by the writer while it lives
 *   checkpoint     first entry that is not settled, see {@link CheckpointFile}
 *   flush          up to where the logger wants sending now, see {@link FlushRequest}
 *   chronicle/     the Chronicle Queue; absent until the first append
 * </pre>
 *
 * @param startMillis wall time of its birth; orders journals for reading, promises nothing
 */
public record JournalDirectory(Path path, long startMillis, UUID id) {
  /** Prefix of a journal that is being born. */
  public static final String BIRTH_PREFIX = ".new-";

  /** Prefix of a journal that is being removed. */
  public static final String REMOVAL_PREFIX = ".del-";

  private static final Pattern NAME =
      Pattern.compile("(\\d{1,18})-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");

  /** A journal that does not exist yet. */
  public static JournalDirectory in(QueueDirectory queue, long startMillis, UUID id) {
    return new JournalDirectory(
        queue.journalsFolder().resolve(startMillis + "-" + id), startMillis, id);
  }

  /** The journal in this folder; null if the name is not a journal's. */
  public static @Nullable JournalDirectory parse(Path folder) {
    Matcher name = NAME.matcher(String.valueOf(folder.getFileName()));
    return name.matches()
        ? new JournalDirectory(
            folder, Long.parseLong(name.group(1)), UUID.fromString(name.group(2)))
        : null;
  }

  /** The same journal under another name of its folder. */
  public JournalDirectory at(Path otherPath) {
    return new JournalDirectory(otherPath, startMillis, id);
  }

  public Path descriptorFile() {
    return path.resolve("journal.json");
  }

  public Path ownerLockFile() {
    return path.resolve("owner.lock");
  }

  public Path checkpointFile() {
    return path.resolve("checkpoint");
  }

  public Path flushFile() {
    return path.resolve("flush");
  }

  public Path chronicle() {
    return path.resolve("chronicle");
  }

  /** Identity of one of its entries. */
  public EntryId entryId(long sequence) {
    return new EntryId(id, sequence);
  }
}
