package com.gt8004.sdk.queue;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one agent has on this host.
 *
 * <pre>
 *   queue.json       who the queue belongs to
 *   shipper.lock     held by the shipper of this queue
 *   admin.token      what a command must show to that shipper
 *   paused.json      there while an operator wants nothing sent, see {@link OperatorPause}
 *   ledger.ndjson    what was dropped, damaged, discarded or gone
 *   damaged/         the bytes of damaged spans
 *   journals/        one folder per process start, see {@link JournalDirectory}
 *   dead-letters/    entries that the server refused for their content
 *   replays/         running or interrupted replays
 * </pre>
 */
public record QueueDirectory(Path path) {
  /** The folder's name: the agent id, encoded. */
  public String name() {
    return String.valueOf(path.getFileName());
  }

  public Path descriptorFile() {
    return path.resolve("queue.json");
  }

  public Path shipperLockFile() {
    return path.resolve("shipper.lock");
  }

  public Path adminTokenFile() {
    return path.resolve("admin.token");
  }

  public Path pausedFile() {
    return path.resolve("paused.json");
  }

  public Path ledgerFile() {
    return path.resolve("ledger.ndjson");
  }

  /** Leases of replays. */
  public Path replays() {
    return path.resolve("replays");
  }

  public Path damaged() {
    return path.resolve("damaged");
  }

  public Path deadLetters() {
    return path.resolve("dead-letters");
  }

  public Path journalsFolder() {
    return path.resolve("journals");
  }

  /**
   * Who the queue belongs to.
   *
   * @throws IOException if the file is missing, unreadable, malformed or of a newer format; names it
   */
  public QueueDescriptor descriptor() throws IOException {
    return QueueDescriptor.read(descriptorFile());
  }

  /**
   * The agent id that the folder's name stands for, for when {@link #descriptor} is lost; null if the
   * name was shortened or is no encoded one.
   */
  public @Nullable String agentIdByName() {
    return QueueName.decode(name());
  }

  /** The journals, oldest first; those being born or removed are left out. */
  public List<JournalDirectory> journals() throws IOException {
    List<JournalDirectory> journals = new ArrayList<>();
    if (!Files.isDirectory(journalsFolder())) {
      return journals;
    }
    try (var folders = Files.newDirectoryStream(journalsFolder())) {
      for (Path folder : folders) {
        @Nullable JournalDirectory journal = JournalDirectory.parse(folder);
        if (journal != null) {
          journals.add(journal);
        }
      }
    } catch (DirectoryIteratorException broken) {
      throw broken.getCause();
    }
    journals.sort(Comparator.comparingLong(JournalDirectory::startMillis)
        .thenComparing(JournalDirectory::id));
    return journals;
  }

  /**
   * Makes the queue where it does not exist yet. Two processes that start at once agree on one.
   *
   * @throws IOException if it cannot be made, or belongs to another agent, or is of a newer format
   */
  public void create(String agentId, EpochClock clock) throws IOException {
    DurableFiles.createFolders(journalsFolder());
    if (!Files.exists(descriptorFile())) {
      DurableFiles.createOnce(
          descriptorFile(), QueueDescriptor.of(agentId, clock.now()).toJson());
    }
    QueueDescriptor found = descriptor();
    if (!found.agentId().equals(agentId)) {
      throw new IOException(path + " belongs to agent " + found.agentId() + ", not to " + agentId);
    }
  }
}
