package com.gt8004.cli;

import com.gt8004.cli.child.Program;
import com.gt8004.cli.entry.QueueCounts;
import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a document takes as given: queues in some state, a shipper, a service. Ends what it started. */
final class SessionStage implements AutoCloseable {
  private final Path root;
  private final Path work;
  private final Path folder;
  private final NotingService service = new NotingService();
  private @Nullable Process shipper;

  /**
   * A stage.
   *
   * @param work where commands are typed
   * @param folder for what nobody looks at
   */
  SessionStage(Path root, Path work, Path folder) throws IOException {
    this.root = root;
    this.work = work;
    this.folder = folder;
    Files.writeString(keyFile(), "gt8004_sk_test");
    Files.setPosixFilePermissions(keyFile(), PosixFilePermissions.fromString("rw-------"));
  }

  Path keyFile() {
    return folder.resolve("api-key");
  }

  /** Without a slash at its end. */
  String serviceUrl() {
    return service.url().replace("/v1/ingest", "");
  }

  /** Brings about what a document takes as given. */
  void bringAbout(String given) throws Exception {
    List<String> words = SessionShell.words(given);
    if (words.get(0).equals("file")) {
      line(given.split(" ", 3)[1], given.split(" ", 3)[2]);
      return;
    }
    switch (words.get(0)) {
      case "settle" -> settle(queue(words.get(1)), Long.parseLong(words.get(2)));
      case "damage" -> damage(queue(words.get(1)), words.get(2));
      case "shipper" -> startShipper();
      case "no-shipper" -> stopShipper();
      case "refuses" -> service.refuses(words.get(1));
      case "answers" -> service.answers(Integer.parseInt(words.get(1)));
      case "forgets" -> forget(queue(words.get(1)), words.get(2));
      case "drained" ->
        Poll.until(given, () -> QueueCounts.of(queue(words.get(1))).backlog() == 0);
      default -> throw new IllegalArgumentException("nobody knows how to bring about: " + given);
    }
  }

  /** Adds a line to a file where commands are typed. */
  private void line(String file, String line) throws IOException {
    Files.writeString(
        work.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private QueueDirectory queue(String agent) {
    return new QueueRoot(root).queue(agent);
  }

  private static JournalDirectory newest(QueueDirectory queue) throws IOException {
    List<JournalDirectory> journals = queue.journals();
    return journals.get(journals.size() - 1);
  }

  private static void settle(QueueDirectory queue, long firstUnsettled) throws IOException {
    JournalDirectory journal = newest(queue);
    try (CheckpointFile file = CheckpointFile.open(journal)) {
      file.write(Checkpoint.at(journal.id(), firstUnsettled));
    }
  }

  /** The service forgets so many entries of the queue's first journal: {@code forgets my-agent 2}. */
  private void forget(QueueDirectory queue, String count) throws IOException {
    JournalDirectory journal = queue.journals().get(0);
    for (long sequence = 0; sequence < Long.parseLong(count); sequence++) {
      service.forgets(journal.entryId(sequence).toString());
    }
  }

  /** Flips a bit of the first place in the journals where this text stands. */
  static void damage(QueueDirectory queue, String text) throws IOException {
    for (JournalDirectory journal : queue.journals()) {
      try (var files = Files.list(journal.chronicle())) {
        for (Path file : files.filter(each -> each.toString().endsWith(".cq4")).toList()) {
          byte[] bytes = Files.readAllBytes(file);
          int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
          if (at >= 0) {
            bytes[at] ^= 1;
            Files.write(file, bytes, StandardOpenOption.WRITE);
            return;
          }
        }
      }
    }
    throw new IllegalArgumentException("no journal holds " + text);
  }

  /** Starts a shipper that posts to a service which remembers ids only. */
  private void startShipper() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(Program.java(List.of(
        "-cp",
        System.getProperty("java.class.path"),
        "com.gt8004.shipper.ShipperMain",
        "--queue-root",
        root.toString(),
        "--ingest-url",
        service.url(),
        "--admin-listen",
        "127.0.0.1:0")));
    builder
        .environment()
        .putAll(Map.of("GT8004_API_KEY", "gt8004_sk_test", "GT8004_FLUSH_INTERVAL", "10ms"));
    shipper = builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("shipper.log").toFile())
        .start();
    for (QueueDirectory queue : new QueueRoot(root).queues()) {
      Poll.until(
          "a shipper that holds " + queue.name(),
          () -> OwnerLock.isHeld(queue.shipperLockFile())
              && new CliRun()
                  .run("status", "--queue-root", root.toString(), "--queue", queue.name())
                  .out()
                  .contains("CLOSED"));
    }
  }

  private void stopShipper() throws InterruptedException {
    if (shipper != null) {
      shipper.destroy();
      if (!shipper.waitFor(20, TimeUnit.SECONDS)) {
        shipper.destroyForcibly().waitFor();
      }
      shipper = null;
    }
  }

  @Override
  public void close() throws Exception {
    stopShipper();
    service.close();
  }
}
