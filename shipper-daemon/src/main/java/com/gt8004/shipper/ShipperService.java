package com.gt8004.shipper;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.admin.AdminDesk;
import com.gt8004.shipper.admin.AdminServer;
import com.gt8004.shipper.send.IngestClient;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running shipper: its thread, its client, its admin server. Wires them, starts them, ends them. */
final class ShipperService implements AutoCloseable {
  /** Longer than the grace for what is out plus a force per journal; systemd would wait 90 s. */
  static final Duration STOP_MAX = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(ShipperService.class);

  private final @Nullable AdminServer admin;
  private final IngestClient client;
  private final Shipper shipper;
  private final ShipperDesk desk;
  private final EndWatch endWatch;
  private final DutyCycle cycle;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();

  /**
   * Wires all, starts nothing.
   *
   * @throws IOException if the admin port is taken
   */
  ShipperService(ShipperConfig config, QueueRoot root, RunMode mode, EpochClock clock)
      throws IOException {
    String token = HexFormat.of().formatHex(randomBytes());
    admin = mode.adminServer() ? admin(config, mode) : null;
    client = IngestClient.overHttp(config.sendPolicy());
    Destination destination = new Destination(client, config.ingestUrl(), config.profile(), clock);
    Roster roster = new Roster(
        root,
        config,
        BatchRules.of(config, mode.untilEmpty()),
        destination,
        AccessCheck.ofThisProcess(config.allowedFileSystems()),
        () -> lockContent(clock, adminUrl(), token),
        clock);
    shipper = new Shipper(roster, destination, clock, this::wake);
    StatusReport report = new StatusReport(
        roster,
        destination,
        clock,
        StatusReport.identity(
            clock.now(), root.path().toString(), config.ingestUrl().toString(), adminUrl()));
    MetricsReport metrics = new MetricsReport(roster, destination, report, clock);
    desk = new ShipperDesk(shipper, roster, report, metrics, token, clock);
    endWatch = new EndWatch(root, roster, config.queues(), mode);
    cycle = new DutyCycle("gt8004-shipper", this::round, shipper::isStopped, this::threadEnds);
    if (mode.guest()) {
      cycle.asGuest();
    }
  }

  /** One that stands by may find the port taken by the one that it waits for. */
  private static AdminServer admin(ShipperConfig config, RunMode mode) throws IOException {
    try {
      return new AdminServer(config.adminHost(), config.adminPort());
    } catch (BindException taken) {
      if (!mode.standsBy()) {
        throw taken;
      }
      AdminServer elsewhere = new AdminServer(config.adminHost(), 0);
      log.warn(
          "admin port {} is in use; standing by on {} instead. Give it a port of its own with admin_listen",
          config.adminPort(),
          elsewhere.url());
      return elsewhere;
    }
  }

  private int round() {
    int work = shipper.runOnce();
    if (work == 0 && !ending.isDone()) { // while there is work, this is not the end
      Ending reached = endWatch.look();
      if (reached != null) {
        ending.complete(reached);
      }
    }
    return work;
  }

  /** Last on the shipping thread: a process without it must not look as if it shipped. */
  private void threadEnds() {
    try {
      shipper.close();
    } finally {
      ending.complete(new Ending(
          1, "the shipping thread ended unexpectedly; the log or standard error says why"));
    }
  }

  private void wake() {
    cycle.wake();
  }

  void start() {
    if (admin != null) {
      admin.serve(desk);
    }
    cycle.start();
  }

  /** Without a slash at its end; null if there is no admin server. */
  @Nullable
  String adminUrl() {
    return admin == null ? null : admin.url();
  }

  /** What {@code GET /status} says, and {@code GET /readyz}; thread-safe. */
  AdminDesk desk() {
    return desk;
  }

  /** Completed when the service should end by itself; complete it to end for another reason. */
  CompletableFuture<Ending> ending() {
    return ending;
  }

  /** What is not well, one line each; asks the shipping thread. */
  String ailments() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    shipper.ask(() -> answer.complete(endWatch.ailments()));
    return answer
        .completeOnTimeout("the shipping thread does not answer", 2, TimeUnit.SECONDS)
        .join();
  }

  /** Ends the service within {@link #STOP_MAX}; true if all checkpoints were written in that time. */
  boolean stop() {
    shipper.beginStop();
    boolean ended = cycle.await(STOP_MAX);
    client.close();
    if (admin != null) {
      admin.close();
    }
    return ended;
  }

  @Override
  public void close() {
    stop();
  }

  private static Roster.LockContent lockContent(
      EpochClock clock, @Nullable String adminUrl, String token) {
    var content = new ObjectMapper()
        .createObjectNode()
        .put("pid", ProcessHandle.current().pid())
        .put("host", hostName())
        .put("admin_url", adminUrl)
        .put("started_at", clock.now().toString());
    return new Roster.LockContent(content.toString(), token);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
