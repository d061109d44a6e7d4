package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueLimits;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.tail.CycleHeads;
import com.gt8004.shipper.batch.Batch;
import com.gt8004.shipper.batch.Ping;
import com.gt8004.shipper.disk.CrashDisk;
import com.gt8004.shipper.disk.Killed;
import com.gt8004.shipper.send.ApiKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** One sequence of steps over a real queue, a real shipper and a disk that forgets. */
final class ModelRun implements AutoCloseable {
  private static final int WRITERS_MAX = 2;
  private static final int IN_FLIGHT_MAX = 4;

  /** A journal with two cycle files. */
  private static final long FULL_AT_BYTES = 2_000L << 10;

  private final Path folder;
  private final ModelFault fault;
  private final QueueLimits told;
  private final ShipperConfig config;
  private final int inFlight;
  private final ManualClock clock = new ManualClock();
  private final ModelServer server = new ModelServer();
  private final ModelTruth truth = new ModelTruth(server);
  private final List<ModelWriter> writers = new ArrayList<>();
  private CrashDisk disk;
  private Shipper shipper;
  private Roster roster;
  private Destination destination;
  private int disks;
  private int contents;

  ModelRun(Path folder, long seed, ModelFault fault) throws IOException {
    this.folder = folder;
    this.fault = fault;
    Random random = new Random(~seed);
    boolean dropsOldest = random.nextInt(4) == 0 || fault == ModelFault.LEDGER_NOT_FORCED;
    this.told = dropsOldest
        ? new QueueLimits(FULL_AT_BYTES, 0, true)
        : QueueLimits.DEFAULT.withDiskFreeMin(0);
    this.config = config(random);
    this.inFlight = 1 + random.nextInt(IN_FLIGHT_MAX);
    this.disk = diskOver(Files.createDirectories(folder.resolve("disk-0")));
    start();
  }

  private CrashDisk diskOver(Path real) throws IOException {
    Path grave = Files.createDirectory(folder.resolve("grave-" + disks));
    return new CrashDisk(real, grave, fault.onDisk());
  }

  private static ShipperConfig config(Random random) {
    Map<String, String> settings = Map.of(
        "api_key", "gt8004_sk_test",
        "profile", "standard",
        "batch_size", "3",
        "batch_size_catch_up", "5",
        "retention_age", random.nextBoolean() ? "0s" : "10s");
    ShipperConfig.Loaded loaded = ShipperConfig.load(null, settings, Map.of());
    assertThat(loaded.problems()).isEmpty();
    return loaded.config();
  }

  private void start() throws IOException {
    truth.shipperStarts(queue(disk.real()));
    destination =
        new Destination(server, URI.create("http://localhost/v1/ingest"), config.profile(), clock);
    warmUp();
    roster = new Roster(
        new QueueRoot(disk.path()),
        config,
        BatchRules.of(config, false),
        destination,
        AccessCheck.ofThisProcess(List.of("tmpfs")),
        () -> new Roster.LockContent("{\"pid\":1,\"host\":\"test\"}", "token"),
        clock);
    shipper = new Shipper(roster, destination, clock, () -> {});
  }

  /** A server that answered well so far: several requests of a journal may be under way at once. */
  private void warmUp() {
    while (destination.inFlightMax() < inFlight) {
      server.warmUp();
      List<Shipment> pings = new ArrayList<>();
      for (int i = 0; i < Math.max(8, destination.inFlightMax()); i++) {
        Shipment ping =
            new Shipment(new Ping(ShipperRig.AGENT, new UUID(0, i), clock.now()), clock.nanoTime());
        ping.sent(destination.send(ping.body(), ApiKey.parse("key")), () -> {});
        pings.add(ping);
      }
      clock.advance(Duration.ofMillis(100));
      server.answerPings();
      for (Shipment ping : pings) {
        ping.land();
        destination.answered(ping);
      }
    }
  }

  void play(List<ModelStep> steps) throws IOException {
    for (ModelStep step : steps) {
      play(step);
      check();
    }
    end();
  }

  private void play(ModelStep step) throws IOException {
    Random random = new Random(step.seed());
    switch (step.action()) {
      case APPEND -> append(1 + random.nextInt(5), random);
      case APPEND_OVER_A_ROLL -> append(2 * ModelWriter.PER_CYCLE, random);
      case ROUND -> rounds();
      case ANSWER -> answer(ModelServer.Answer.STORED, random);
      case ANSWER_BADLY -> {
        ModelServer.Answer[] all = ModelServer.Answer.values();
        answer(all[random.nextInt(all.length)], random);
      }
      case MOMENT -> passes(Duration.ofMillis(100 + random.nextInt(900)));
      case LONGER -> passes(Duration.ofSeconds(2 + random.nextInt(15)));
      case MINUTE -> passes(Duration.ofSeconds(61));
      case WRITER_ENDS -> endWriter(random);
      case SHIPPER_KILLED -> killShipper();
      case SHIPPER_KILLED_IN_A_ROUND -> killInARound(random);
      case SHIPPER_RESTARTED -> {
        shipper.close();
        server.clientDied();
        start();
        rounds();
      }
      case HOST_KILLED -> hostDies(null);
      case POWER_LOST -> {
        truth.powerLost(held());
        hostDies(random);
        rounds();
      }
      case ORPHAN_ARRIVES -> server.orphanArrives(random);
      case REPLAY -> replay();
    }
  }

  // ---- steps ----

  private void append(int count, Random random) throws IOException {
    boolean another = writers.isEmpty() || (writers.size() < WRITERS_MAX && random.nextInt(8) == 0);
    if (another) {
      writers.add(new ModelWriter(queue(disk.path()), told, clock));
    }
    ModelWriter writer = writers.get(random.nextInt(writers.size()));
    for (int i = 0; i < count; i++) {
      String content = "r" + contents++;
      String kind = kind(random);
      long sequence = writer.append(content, kind);
      truth.appended(writer.journal().id(), sequence, content, kind);
    }
  }

  private static String kind(Random random) {
    int dice = random.nextInt(36);
    return dice < 5 ? ModelServer.REJECTED : dice == 5 ? ModelServer.POISON : "fine";
  }

  private void endWriter(Random random) {
    if (!writers.isEmpty()) {
      writers.remove(random.nextInt(writers.size())).close();
    }
  }

  private void answer(ModelServer.Answer how, Random random) {
    if (server.underWay() > 0) {
      server.answer(how, random);
    }
    passes(Duration.ofMillis(random.nextInt(300)));
  }

  private void passes(Duration time) {
    clock.advance(time);
    rounds();
  }

  private void rounds() {
    for (int round = 0; round < 1_000; round++) {
      int work = shipper.runOnce();
      misbehave();
      if (work == 0 || disk.isDead()) {
        return;
      }
    }
    throw new AssertionError("the shipper never comes to rest");
  }

  private void replay() throws IOException {
    QueueDirectory queue = queue(disk.path());
    if (!Files.isDirectory(queue.path())) {
      return;
    }
    for (JournalDirectory journal : queue.journals()) {
      if (Files.isDirectory(journal.chronicle())) {
        long before = CheckpointFile.peek(journal).firstUnsettled();
        var unused = Replay.builder(config, queue)
            .journal(journal.id())
            .client(server.forReplay())
            .evenTwice()
            .build()
            .run(progress -> {});
        assertThat(CheckpointFile.peek(journal).firstUnsettled())
            .as("a replay moves no checkpoint")
            .isEqualTo(before);
      }
    }
  }

  // ---- deaths ----

  /** Its memory is gone; what it had not written stays unwritten. Writers live on. */
  private void killShipper() throws IOException {
    disk.die();
    shipper.close();
    server.clientDied();
    disk.revive();
    start();
    rounds();
  }

  /** The same, at some effect on the disk, with as much to do as there may be. */
  private void killInARound(Random random) throws IOException {
    disk.dieAt(1 + random.nextInt(20));
    try {
      if (server.underWay() > 0) {
        server.answer(ModelServer.Answer.STORED, random);
      }
      passes(Duration.ofMillis(200 + random.nextInt(2_000)));
    } catch (Killed dead) {
      assertThat(disk.isDead()).isTrue();
    }
    disk.liveOn();
    if (disk.isDead()) { // perhaps unsaid: on its way up another effect failed, as all do now
      killShipper();
    }
  }

  /** Every process dies; with {@code lossy} what was not forced may be gone, too. */
  private void hostDies(Random lossy) throws IOException {
    Path next = folder.resolve("disk-" + ++disks);
    if (lossy == null) {
      disk.copyTo(next);
    } else {
      disk.powerLossTo(next, lossy);
    }
    leaveDisk();
    CrashDisk.deleteAll(disk.real());
    disk = diskOver(next);
    start();
  }

  private void leaveDisk() {
    disk.die();
    shipper.close();
    server.clientDied();
    writers.forEach(ModelWriter::close);
    writers.clear();
  }

  // ---- bugs ----

  private void misbehave() {
    if (fault == ModelFault.NONE || roster.held().isEmpty()) {
      return;
    }
    for (JournalLane lane : roster.held().get(0).journals().open()) {
      if (fault == ModelFault.ACKNOWLEDGED_EARLY) {
        for (Shipment shipment : lane.shipments()) {
          if (shipment.isOut()) {
            Batch batch = shipment.batch();
            lane.checkpoint().settle(new SequenceRange(batch.first(), batch.last()));
          }
        }
      } else if (fault == ModelFault.ADVANCED_OVER_A_GAP) {
        List<SequenceRange> gaps = lane.checkpoint().unsettledBelow(lane.tail().end());
        if (gaps.size() > 1) {
          lane.checkpoint().settle(gaps.get(0));
        }
      } else if (fault == ModelFault.DELETED_BEFORE_CHECKPOINT) {
        deleteSettled(lane);
      }
    }
  }

  private static void deleteSettled(JournalLane lane) {
    List<Path> files = CycleHeads.of(lane.directory());
    try {
      if (files.size() > 1
          && CycleHeads.firstSequence(files.get(1)) != CycleHeads.NONE
          && CycleHeads.firstSequence(files.get(1)) <= lane.checkpoint().firstUnsettled()) {
        Files.delete(files.get(0));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  // ---- checks ----

  private static QueueDirectory queue(Path root) {
    return new QueueRoot(root).queue(ShipperRig.AGENT);
  }

  private void check() throws IOException {
    truth.check(queue(disk.real()), held());
  }

  private QueueLane held() {
    return roster.held().isEmpty() ? null : roster.held().get(0);
  }

  private void end() throws IOException {
    server.mend();
    killShipper(); // what is under way would never be answered
    for (int round = 0; round < 60 && !truth.isAllSettled(queue(disk.real())); round++) {
      passes(Duration.ofSeconds(8));
    }
    check();
    truth.checkEnd();
  }

  @Override
  public void close() throws IOException {
    leaveDisk();
    CrashDisk.deleteAll(folder);
  }
}
