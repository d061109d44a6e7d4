package com.gt8004.cli;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.deadletter.DeadLetter;
import com.gt8004.shipper.deadletter.DeadLetterFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A queue {@code my-agent} with something for every command to tell: entries of which the oldest is settled
 * and unknown to the service, a dead letter, a file that is not its own; and the service.
 */
final class ServedQueue implements AutoCloseable {
  private final NotingService service = new NotingService();
  private final Path root;
  private final CliRun cli;

  /**
   * @param entries NDJSON
   * @param letter payload of the dead letter
   */
  ServedQueue(Path folder, String apiKey, String entries, String letter) throws IOException {
    root = folder.resolve("queues");
    cli = new CliRun()
        .with("GT8004_QUEUE_ROOT", root.toString())
        .with("GT8004_API_KEY", apiKey)
        .with("GT8004_INGEST_URL", service.url());
    cli.input(entries).run("append", "--agent-id", "my-agent");
    JournalDirectory journal = queue().journals().get(0);
    try (CheckpointFile file = CheckpointFile.open(journal)) {
      file.write(Checkpoint.at(journal.id(), 1));
    }
    DeadLetterFolder letters = DeadLetterFolder.open(queue().deadLetters(), 10, 1 << 20);
    letters.keep(new DeadLetter(
        journal.entryId(77),
        letter,
        400,
        "path is odd",
        Instant.parse("2026-11-22T09:00:00.5Z"),
        3));
    Files.writeString(queue().path().resolve("stray"), "");
  }

  CliRun cli() {
    return cli;
  }

  QueueDirectory queue() {
    return new QueueRoot(root).queue("my-agent");
  }

  NotingService service() {
    return service;
  }

  @Override
  public void close() {
    service.close();
  }
}
