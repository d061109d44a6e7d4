package com.gt8004.sdk.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder that holds the queues of this host; one shipper serves all of them. */
public record QueueRoot(Path path) {
  /** Where a package or an operator prepares a root that application and shipper share. */
  public static final Path SYSTEM_DEFAULT = Path.of("/var/lib/gt8004/queues");

  private static final Logger log = LoggerFactory.getLogger(QueueRoot.class);

  public QueueRoot {
    path = path.toAbsolutePath().normalize();
  }

  /**
   * The root to use: the one given, else {@code GT8004_QUEUE_ROOT}, else {@code
   * /var/lib/gt8004/queues} where it exists and is writable, else {@code
   * ~/.local/state/gt8004/queues}.
   *
   * @param explicit from a command line or builder; null where none was given
   * @param environment of the process
   */
  public static QueueRoot resolve(@Nullable Path explicit, Map<String, String> environment) {
    if (explicit != null) {
      return new QueueRoot(explicit);
    }
    String fromEnvironment = environment.get("GT8004_QUEUE_ROOT");
    if (fromEnvironment != null && !fromEnvironment.isBlank()) {
      return new QueueRoot(Path.of(fromEnvironment));
    }
    if (Files.isDirectory(SYSTEM_DEFAULT)) {
      if (Files.isWritable(SYSTEM_DEFAULT)) {
        return new QueueRoot(SYSTEM_DEFAULT);
      }
      log.warn(
          "{} exists but user {} may not write to it; using the home folder instead, where a shipper of"
              + " another user will not look. Cure: sudo usermod -aG $(stat -c %G {}) {}",
          SYSTEM_DEFAULT,
          System.getProperty("user.name"),
          SYSTEM_DEFAULT,
          System.getProperty("user.name"));
    }
    return new QueueRoot(
        Path.of(System.getProperty("user.home"), ".local", "state", "gt8004", "queues"));
  }

  /** The queue of this agent, whether it exists or not. */
  public QueueDirectory queue(String agentId) {
    return new QueueDirectory(path.resolve(QueueName.of(agentId)));
  }

  /**
   * The queues that exist, by name. Folders without a {@code queue.json} are not queues.
   *
   * @throws IOException if the root cannot be read; a root that does not exist has no queues
   */
  public List<QueueDirectory> queues() throws IOException {
    return candidates().stream().filter(QueueRoot::isQueue).toList();
  }

  /**
   * What may be a queue by its name, in order; {@link #isQueue} tells.
   *
   * @throws IOException as {@link #queues}
   */
  public List<QueueDirectory> candidates() throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    List<QueueDirectory> candidates = new ArrayList<>();
    try (var folders = Files.newDirectoryStream(path)) {
      for (Path folder : folders) {
        QueueDirectory candidate = new QueueDirectory(folder);
        String name = candidate.name();
        if (!name.startsWith(".") && !name.equals("lost+found")) {
          candidates.add(candidate);
        }
      }
    }
    candidates.sort(Comparator.comparing(QueueDirectory::name));
    return List.copyOf(candidates);
  }

  /** Also where that cannot be seen: a queue that we may not enter must be told of, not passed over. */
  public static boolean isQueue(QueueDirectory candidate) {
    return Files.isDirectory(candidate.path()) && !Files.notExists(candidate.descriptorFile());
  }
}
