package com.gt8004.shipper;

import com.gt8004.sdk.queue.PathWatch;
import com.gt8004.sdk.queue.PathWatches;
import com.gt8004.sdk.queue.QueueDescriptor;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.send.ApiKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the API key of each queue. A file of the queue's name in the keys folder comes first; the one
 * configured key serves one queue: that of {@code agent_id}, else the oldest one, and stays with it.
 * Files are looked at with every look-up, and read if they may have changed, so a changed key counts at
 * once. Not thread-safe.
 */
final class KeyRing {
  private static final int FILE_BYTES_MAX = 4_096;

  private final ShipperConfig config;
  private final PathWatches watches;
  private final Map<Path, Remembered> remembered = new HashMap<>();
  private @Nullable String boundAgentId;

  /** A key, or why there is none. Exactly one of the two. */
  record Lookup(@Nullable ApiKey key, @Nullable Condition condition) {}

  /** What a file said when it was last read. */
  private record Remembered(PathWatch watch, Lookup lookup) {}

  KeyRing(ShipperConfig config, PathWatches watches) {
    this.config = config;
    this.watches = watches;
    this.boundAgentId = config.agentId();
  }

  /** Binds the one key to the oldest of {@code present}, unless it is bound already. */
  void bind(Iterable<QueueDescriptor> present) {
    if (boundAgentId != null) {
      return;
    }
    QueueDescriptor oldest = null;
    for (QueueDescriptor queue : present) {
      if (oldest == null || queue.createdAt().isBefore(oldest.createdAt())) {
        oldest = queue;
      }
    }
    boundAgentId = oldest == null ? null : oldest.agentId();
  }

  /** The same with all queues that stand beside this one; one whose description is unreadable binds nothing. */
  void bindBeside(QueueDirectory queue) throws IOException {
    List<QueueDescriptor> present = new ArrayList<>();
    for (QueueDirectory neighbour : new QueueRoot(queue.path().resolve("..")).queues()) {
      QueueDescriptor descriptor = readable(neighbour);
      if (descriptor != null) {
        present.add(descriptor);
      }
    }
    bind(present);
  }

  private static @Nullable QueueDescriptor readable(QueueDirectory queue) {
    try {
      return queue.descriptor();
    } catch (IOException unreadable) {
      return null; // its own commands say so; nor does a shipper take it
    }
  }

  Lookup keyOf(String queueName, String agentId) {
    Path own = config.keysDir() == null ? null : config.keysDir().resolve(queueName);
    if (own != null && Files.exists(own)) {
      return fromWatched(own);
    }
    boolean bound = agentId.equals(boundAgentId);
    if (bound && config.apiKey() != null) {
      return new Lookup(config.apiKey(), null);
    }
    if (bound && config.apiKeyFile() != null) {
      return fromWatched(config.apiKeyFile());
    }
    return none("agent " + agentId + " has no API key", cure(bound, own));
  }

  private Lookup fromWatched(Path file) {
    Remembered before = remembered.get(file);
    PathWatch watch = before == null ? watches.on(file) : before.watch();
    // A fault is looked at again each time: its cure may leave no trace, as chown does.
    if (!watch.isNews() && before != null && before.lookup().key() != null) {
      return before.lookup();
    }
    Lookup now = fromFile(file);
    remembered.put(file, new Remembered(watch, now));
    return now;
  }

  /** The key file that is named and would be read; null if there is none. */
  static @Nullable Path namedFile(ShipperConfig config) {
    return config.apiKey() == null ? config.apiKeyFile() : null;
  }

  /** What is wrong with the key files that are there, one line each. */
  static List<String> problemsOf(ShipperConfig config) {
    List<String> problems = new ArrayList<>();
    Path named = namedFile(config);
    if (named != null && !Files.notExists(named)) {
      add(problems, fromFile(named));
    }
    Path folder = config.keysDir();
    if (folder == null || !Files.exists(folder)) {
      return problems;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        boolean hidden = file.getFileName().toString().startsWith(".");
        if (!hidden && Files.isRegularFile(file)) {
          add(problems, fromFile(file));
        }
      }
    } catch (IOException unreadable) {
      problems.add("keys_dir " + folder + " cannot be read by user "
          + System.getProperty("user.name") + ": " + unreadable.getMessage());
    }
    return problems;
  }

  private static void add(List<String> problems, Lookup lookup) {
    Condition condition = lookup.condition();
    if (condition != null) {
      problems.add(condition.cause() + "; " + condition.cure());
    }
  }

  private String cure(boolean bound, @Nullable Path own) {
    if (own != null) {
      return "write its key to " + own + " (mode 600); it is read at once";
    }
    return bound
        ? "set GT8004_API_KEY_FILE or GT8004_API_KEY and start again"
        : "set keys_dir, or use a configuration file and put the key into keys/ beside it; the one key given"
            + " serves agent " + boundAgentId;
  }

  /** The key in a file, whosever it is. */
  static Lookup fromFile(Path file) {
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        return none("key file " + file + " can be read by every user", "run: chmod o= " + file);
      }
      if (Files.size(file) > FILE_BYTES_MAX) {
        return none(
            "key file " + file + " is larger than " + FILE_BYTES_MAX + " bytes",
            "put only the key into it");
      }
      ApiKey key = ApiKey.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
      return key == null
          ? none("key file " + file + " holds no key", "write the key, and nothing else, into it")
          : new Lookup(key, null);
    } catch (NoSuchFileException missing) {
      return none(
          "key file " + file + " does not exist",
          "write the key to it (mode 600); it is read at once");
    } catch (IOException unreadable) {
      return none(
          "key file " + file + " cannot be read by user " + System.getProperty("user.name"),
          "run: chown " + System.getProperty("user.name") + " " + file);
    }
  }

  private static Lookup none(String cause, String cure) {
    return new Lookup(null, new Condition(ShipperState.NO_KEY, cause, cure));
  }
}
