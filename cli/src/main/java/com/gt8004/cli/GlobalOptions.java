package com.gt8004.cli;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.OutputFormat;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What every command takes: which queues it is about, how it tells its result. */
final class GlobalOptions {
  @Option(
      names = "--queue-root",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description =
          "Folder of the queues. Default: GT8004_QUEUE_ROOT, else /var/lib/gt8004/queues where it is writable, else"
              + " ~/.local/state/gt8004/queues.")
  @Nullable
  String queueRoot;

  @Option(
      names = "--queue",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description =
          "Only this queue (its folder's name, or the agent id). May be repeated. Default: all queues.")
  List<String> names = new ArrayList<>();

  @Option(
      names = "--output",
      scope = ScopeType.INHERIT,
      paramLabel = "text|json|ndjson",
      defaultValue = "text",
      description =
          "text for people (default), json for programs, ndjson for programs that read line by line.")
  OutputFormat output = OutputFormat.text;

  QueueRoot root(Map<String, String> environment) {
    try {
      return QueueRoot.resolve(queueRoot == null ? null : Path.of(queueRoot), environment);
    } catch (InvalidPathException e) {
      throw CommandFailure.usage("the queue root is no path: " + e.getMessage());
    }
  }

  /**
   * The queues that were named, or all.
   *
   * @throws CommandFailure if a named one does not exist, naming those that do
   */
  List<QueueDirectory> selected(QueueRoot root) throws IOException {
    List<QueueDirectory> existing = root.queues();
    if (names.isEmpty()) {
      return existing;
    }
    List<QueueDirectory> selected = new ArrayList<>();
    for (String name : names) {
      selected.add(named(name, root, existing));
    }
    return selected;
  }

  /** As {@link #selected}, and at least one. */
  List<QueueDirectory> someSelected(QueueRoot root) throws IOException {
    List<QueueDirectory> selected = selected(root);
    if (selected.isEmpty()) {
      throw CommandFailure.failed("no queue in " + root.path()
          + (Files.exists(root.path()) ? "" : ", which does not exist")
          + "; give the folder that the application logs to as --queue-root or GT8004_QUEUE_ROOT");
    }
    return selected;
  }

  private static QueueDirectory named(String name, QueueRoot root, List<QueueDirectory> existing) {
    if (name.isEmpty()) {
      throw CommandFailure.usage("--queue is empty; give the name of a queue");
    }
    QueueDirectory ofAgent = root.queue(name);
    return existing.stream()
        .filter(queue -> queue.name().equals(name) || queue.equals(ofAgent))
        .findFirst()
        .orElseThrow(() -> missing(name, root, ofAgent, existing));
  }

  private static CommandFailure missing(
      String name, QueueRoot root, QueueDirectory ofAgent, List<QueueDirectory> existing) {
    if (Files.isDirectory(ofAgent.path())) {
      return CommandFailure.failed(ofAgent.path() + " is no queue: it has no queue.json");
    }
    String names = existing.stream().map(QueueDirectory::name).collect(Collectors.joining(", "));
    return CommandFailure.failed("no queue " + name + " in " + root.path()
        + (names.isEmpty() ? ", which has none" : "; there are: " + names));
  }
}
