package com.gt8004.cli.demo;

import com.gt8004.cli.child.BackgroundChild;
import com.gt8004.cli.child.Program;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shipper. */
final class ShipperProcess {
  /** What a process ends with that was killed, or that stopped at a crash point. */
  static final int KILLED = 137;

  private static final int HEAP_MEGABYTES = 192;
  private static final int ADMIN_PORT = 9095;
  private static final Duration STOP = Duration.ofSeconds(15);

  private final DemoFolder folder;
  private final String agentId;
  private final String ingestUrl;
  private final int adminPort = FreePort.preferring(ADMIN_PORT);
  private boolean armed;
  private volatile @Nullable BackgroundChild child;

  ShipperProcess(DemoFolder folder, String agentId, String ingestUrl) {
    this.folder = folder;
    this.agentId = agentId;
    this.ingestUrl = ingestUrl;
  }

  int adminPort() {
    return adminPort;
  }

  /** @param crashAt named point at which the process ends as if killed; null for none */
  void start(@Nullable String crashAt) {
    Map<String, String> environment = new HashMap<>();
    environment.put("GT8004_AGENT_ID", agentId);
    environment.put("GT8004_API_KEY_FILE", folder.keyFile().toString());
    environment.put("GT8004_FLUSH_INTERVAL", "1s");
    // 30 s unless set: of a demo that lasts less than a minute, too long to look at.
    environment.put("GT8004_BREAKER_OPEN", "5s");
    if (crashAt != null) {
      environment.put("GT8004_CRASH_AT", crashAt);
    }
    armed = crashAt != null;
    List<String> arguments = List.of(
        "--queue-root",
        folder.queueRoot().path().toString(),
        "--ingest-url",
        ingestUrl,
        "--admin-listen",
        "127.0.0.1:" + adminPort);
    child = BackgroundChild.start(
        "shipper",
        Program.SHIPPER.command(DemoJava.options(HEAP_MEGABYTES), arguments),
        environment,
        folder.log("shipper"),
        line -> {});
  }

  @Nullable
  BackgroundChild child() {
    return child;
  }

  /** Whether it was told to crash at a point, and did. */
  boolean crashedAsTold() {
    BackgroundChild running = child;
    return armed && running != null && !running.alive() && running.exitCode() == KILLED;
  }

  void kill() throws InterruptedException {
    BackgroundChild running = child;
    child = null;
    if (running != null) {
      running.kill();
    }
  }

  void stop() throws InterruptedException {
    BackgroundChild running = child;
    child = null;
    if (running != null) {
      running.stop(STOP);
    }
  }
}
