package com.gt8004.shipper.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.EntryId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of one queue, one file each:
 *
 * <pre>
 *   {"entry_id": "…", "entry": {original}, "status": 200, "server_error": "…",
 *    "refused_at": "2026-11-22T09:00:00.123456Z", "attempts": 1}
 * </pre>
 *
 * <p>Not thread-safe: owned by the shipping thread. Once {@link #keep} returns, the letter survives a
 * power failure. At the cap it refuses, so that a server gone mad cannot turn a queue into letters.
 */
public final class DeadLetterFolder {
  static final String SUFFIX = ".json";

  private static final JsonFactory JSON = new JsonFactory();

  private final Path folder;
  private final int countMax;
  private final long bytesMax;
  private int count;
  private long bytes;
  private @Nullable FileTime countedAt;

  private DeadLetterFolder(Path folder, int countMax, long bytesMax) {
    this.folder = folder;
    this.countMax = countMax;
    this.bytesMax = bytesMax;
  }

  /** Opens the folder, which need not exist yet, and counts what is in it. */
  public static DeadLetterFolder open(Path folder, int countMax, long bytesMax) throws IOException {
    DeadLetterFolder letters = new DeadLetterFolder(folder, countMax, bytesMax);
    letters.recount();
    return letters;
  }

  /** Whose letters lie in the folder, by their files' names; a name that is no letter's is passed over. */
  public static List<EntryId> entries(Path folder) throws IOException {
    List<EntryId> entries = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        EntryId entry = entryOf(file);
        if (entry != null) {
          entries.add(entry);
        }
      }
    } catch (NoSuchFileException none) {
      return entries; // made with the first letter
    }
    return entries;
  }

  /** Whose letter a file is, by its name; null if it is none. */
  public static @Nullable EntryId entryOf(Path file) {
    String name = String.valueOf(file.getFileName());
    int dash = name.lastIndexOf('-');
    return dash < 0 || !name.endsWith(SUFFIX)
        ? null
        : EntryId.parse(name.substring(0, dash) + ":"
            + name.substring(dash + 1, name.length() - SUFFIX.length()));
  }

  /** Letters in the folder. */
  public int count() {
    return count;
  }

  /** What they take up. */
  public long bytes() {
    return bytes;
  }

  /** True if not one more letter is kept. */
  public boolean isFull() {
    return count >= countMax || bytes >= bytesMax;
  }

  /** Why it {@link #isFull()}, for people. */
  public String fullness() {
    return folder + " holds " + count + " dead letters of " + bytes + " bytes; at most are kept "
        + countMax + " or " + bytesMax + " bytes";
  }

  /**
   * Keeps a letter: durable on return. A letter of the same entry is replaced.
   *
   * @throws IllegalStateException if the folder {@link #isFull()} and the letter would be a new one
   */
  public void keep(DeadLetter letter) throws IOException {
    Path file = folder.resolve(letter.fileName());
    long replaced = sizeOf(file);
    if (replaced < 0 && isFull()) {
      throw new IllegalStateException(fullness());
    }
    DurableFiles.createFolders(folder);
    byte[] content = json(letter);
    DurableFiles.replace(file, content);
    count += replaced < 0 ? 1 : 0;
    bytes += content.length - Math.max(0, replaced);
  }

  /** True if this entry has a letter already: keeping it again needs no room. */
  public boolean holds(DeadLetter letter) {
    return Files.exists(folder.resolve(letter.fileName()));
  }

  /** Counts again if files came or went since; what cannot be read now is left as it was. */
  public void recountIfChanged() {
    try {
      if (Files.exists(folder) && !Files.getLastModifiedTime(folder).equals(countedAt)) {
        recount();
      }
    } catch (IOException unreadable) {
      countedAt = null;
    }
  }

  /** Counts again what is there; somebody may have retried or discarded letters. */
  public void recount() throws IOException {
    int found = 0;
    long foundBytes = 0;
    // Before the look: what changes during it is counted again.
    FileTime changed = Files.exists(folder) ? Files.getLastModifiedTime(folder) : null;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        found++;
        foundBytes += Math.max(0, sizeOf(file));
      }
    } catch (NoSuchFileException none) {
      // Made with the first letter.
      found = 0;
    }
    count = found;
    bytes = foundBytes;
    countedAt = changed;
  }

  private static long sizeOf(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException gone) {
      return -1;
    }
  }

  private static byte[] json(DeadLetter letter) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(letter.payload().length() + 512);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("entry_id", letter.entryId().toString());
      json.writeFieldName("entry");
      json.writeRawValue(letter.payload());
      json.writeNumberField("status", letter.status());
      json.writeStringField("server_error", letter.serverError());
      json.writeStringField("refused_at", letter.refusedAt().toString());
      json.writeNumberField("attempts", letter.attempts());
      json.writeEndObject();
    }
    return out.toByteArray();
  }
}
