package com.gt8004.shipper;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A shipper over a real queue, with time and server in the test's hands. Steps on the test's thread. */
final class ShipperRig implements AutoCloseable {
  static final String AGENT = "my-agent";
  static final Duration SECOND = Duration.ofSeconds(1);

  private final Path folder;
  private QueueRoot root;
  private int crashes;
  final ManualClock clock = new ManualClock();
  final FakeIngestClient ingest = new FakeIngestClient();
  private final Map<String, String> settings = new HashMap<>();
  private Shipper shipper;
  private Roster roster;
  private Destination destination;
  private boolean untilEmpty;
  private long memoryBytes = BodyBudget.BYTES_DEFAULT;

  ShipperRig(Path folder) {
    this.folder = folder;
    this.root = new QueueRoot(folder.resolve("queues"));
    settings.put("api_key", "gt8004_sk_test");
    settings.put("batch_size", "10");
    settings.put("batch_size_catch_up", "100");
    settings.put("profile", "standard"); // no ping, unless a test wants one
    start();
  }

  ShipperRig with(String setting, String value) {
    settings.put(setting, value);
    start();
    return this;
  }

  ShipperRig untilEmpty() {
    untilEmpty = true;
    start();
    return this;
  }

  ShipperRig memory(long bytes) {
    memoryBytes = bytes;
    start();
    return this;
  }

  /** A new shipper on what the disk holds at this instant; what was only in memory is gone. */
  void crashAndRestart() throws IOException {
    Path copy = folder.resolve("after-crash-" + ++crashes);
    try (Stream<Path> files = Files.walk(root.path())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(root.path().relativize(file)));
      }
    }
    root = new QueueRoot(copy);
    start();
  }

  private void start() {
    ShipperConfig.Loaded loaded = ShipperConfig.load(null, settings, Map.of());
    ShipperConfig config = loaded.config();
    if (config == null) {
      throw new AssertionError(loaded.problems());
    }
    destination = new Destination(
        ingest,
        URI.create(settings.getOrDefault("ingest_url", "http://localhost/v1/ingest")),
        config.profile(),
        new BodyBudget(memoryBytes),
        clock);
    roster = new Roster(
        root,
        config,
        BatchRules.of(config, untilEmpty),
        destination,
        AccessCheck.ofThisProcess(List.of()),
        () -> new Roster.LockContent("{\"pid\":1,\"host\":\"test\"}", "token"),
        clock);
    shipper = new Shipper(roster, destination, clock, () -> {});
  }

  Shipper shipper() {
    return shipper;
  }

  Roster roster() {
    return roster;
  }

  Destination destination() {
    return destination;
  }

  QueueLane queue() {
    return roster.held().get(0);
  }

  Condition condition() {
    return queue().worse().condition();
  }

  /** Appends through the real logger and closes it: one journal. */
  JournalDirectory append(int entries) throws IOException {
    return append(AGENT, entries);
  }

  JournalDirectory append(String agent, int entries) throws IOException {
    try (GT8004Logger logger = logger(agent)) {
      log(logger, entries);
    }
    List<JournalDirectory> journals = root.queue(agent).journals();
    return journals.get(journals.size() - 1);
  }

  GT8004Logger logger(String agent) {
    return GT8004Logger.builder().agentId(agent).queueRoot(root.path()).build();
  }

  static void log(GT8004Logger logger, int entries) {
    for (int i = 0; i < entries; i++) {
      var result = logger.log(RequestLogEntry.builder()
          .method("POST")
          .path("/n/" + i)
          .statusCode(200)
          .responseMs(1.5)
          .build());
      if (!result.appended()) {
        throw new AssertionError(result);
      }
    }
  }

  QueueDirectory queueDirectory() {
    return root.queue(AGENT);
  }

  /** One round. */
  ShipperRig step() {
    shipper.runOnce();
    return this;
  }

  /** Time passes, then rounds until nothing is left to do. */
  ShipperRig after(Duration time) {
    clock.advance(time);
    return settle();
  }

  /** Rounds, in which no time passes, until nothing is left to do. */
  ShipperRig settle() {
    for (int round = 0; round < 10_000; round++) {
      if (shipper.runOnce() == 0) {
        return this;
      }
    }
    throw new AssertionError("the shipper never comes to rest");
  }

  /** The first unsettled sequence as the disk knows it; -1 if it knows none. */
  long checkpoint(JournalDirectory journal) throws IOException {
    Path path = queueDirectory().journalsFolder().resolve(journal.path().getFileName());
    Checkpoint checkpoint = CheckpointFile.peek(journal.at(path));
    return checkpoint == null ? -1 : checkpoint.firstUnsettled();
  }

  QueueRoot root() {
    return root;
  }

  /** The state of the only queue. */
  ShipperState state() {
    Condition condition = condition();
    return condition == null ? ShipperState.IDLE : condition.state();
  }

  @Override
  public void close() {
    shipper.close();
  }
}
