package com.gt8004.shipper.deadletter;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.gt8004.sdk.queue.CrashPoint;
import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.EntryId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dead letters of a queue for whoever reads them or takes them out; {@link DeadLetterFolder} puts them in. */
public final class LetterBox {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;

  /** The letters in this folder, which need not exist. */
  public LetterBox(Path folder) {
    this.folder = folder;
  }

  /** The entries that have a letter, journal by journal, in the order of their sequences. */
  public List<EntryId> ids() throws IOException {
    List<EntryId> ids = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, "[!.]*" + DeadLetterFolder.SUFFIX)) {
      for (Path file : files) {
        EntryId id = idOf(String.valueOf(file.getFileName()));
        if (id != null) {
          ids.add(id);
        }
      }
    } catch (NoSuchFileException none) {
      return ids; // made with the first letter
    }
    ids.sort(Comparator.comparing((EntryId id) -> id.journalId().toString())
        .thenComparingLong(EntryId::sequence));
    return ids;
  }

  private static @Nullable EntryId idOf(String fileName) {
    String stem = fileName.substring(0, fileName.length() - DeadLetterFolder.SUFFIX.length());
    int dash = stem.lastIndexOf('-');
    return dash < 0
        ? null
        : EntryId.parse(stem.substring(0, dash) + ":" + stem.substring(dash + 1));
  }

  /**
   * One letter.
   *
   * @throws NoSuchFileException if this entry has none
   * @throws IOException if it cannot be read, or holds something else; names it
   */
  public DeadLetter read(EntryId id) throws IOException {
    Path file = fileOf(id);
    byte[] content = Files.readAllBytes(file);
    try {
      JsonNode json = JSON.readTree(content);
      if (!json.path("entry").isObject() || !json.path("entry_id").asText().equals(id.toString())) {
        throw new IOException(file + " is no dead letter of entry " + id);
      }
      return new DeadLetter(
          id,
          entry(content),
          json.path("status").asInt(),
          json.path("server_error").asText(),
          Instant.parse(json.path("refused_at").asText()),
          json.path("attempts").asInt());
    } catch (JsonProcessingException | DateTimeException damaged) {
      throw new IOException(file + " is no dead letter that can be read", damaged);
    }
  }

  /** The entry byte by byte as it was refused: parsed and written again it might read differently. */
  private static String entry(byte[] content) throws IOException {
    try (JsonParser json = JSON.createParser(content)) {
      json.nextToken();
      while (!"entry".equals(json.nextFieldName())) {
        json.nextToken();
        json.skipChildren();
      }
      json.nextToken();
      int from = (int) json.currentTokenLocation().getByteOffset();
      json.skipChildren();
      int to = (int) json.currentLocation().getByteOffset();
      return new String(content, from, to - from, StandardCharsets.UTF_8);
    }
  }

  /** Size of the letter's file; 0 if there is none. */
  public long bytes(EntryId id) throws IOException {
    try {
      return Files.size(fileOf(id));
    } catch (NoSuchFileException none) {
      return 0;
    }
  }

  /** Whether this entry has a letter. */
  public boolean holds(EntryId id) {
    return Files.exists(fileOf(id));
  }

  /**
   * Unlinks letters; durable on return.
   *
   * @return how many there were
   */
  public int unlink(List<EntryId> ids) throws IOException {
    int unlinked = 0;
    for (EntryId id : ids) {
      CrashPoint.reach("letters.before-unlink");
      unlinked += Files.deleteIfExists(fileOf(id)) ? 1 : 0;
      CrashPoint.reach("letters.after-unlink");
    }
    if (unlinked > 0) {
      DurableFiles.forceDirectory(folder);
    }
    return unlinked;
  }

  private Path fileOf(EntryId id) {
    return folder.resolve(id.journalId() + "-" + id.sequence() + DeadLetterFolder.SUFFIX);
  }
}
