package com.gt8004.cli.demo;

import com.gt8004.cli.child.BackgroundChild;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The three processes of the demo. Thread-safe: Ctrl-C closes it from another thread, after which
 * nothing is started any more.
 */
final class DemoStage {
  static final String AGENT_ID = "demo-agent";

  private final DemoFolder folder;
  private final AnalyticsProcess analytics;
  private final AgentProcess agent;
  private @Nullable ShipperProcess shipper;
  private boolean closed;

  DemoStage(DemoFolder folder, int thinkMillis) {
    this.folder = folder;
    this.analytics = new AnalyticsProcess(folder);
    this.agent = new AgentProcess(folder, AGENT_ID, thinkMillis);
  }

  /** @param crashAt named point at which the first shipper ends as if killed; null for none */
  void start(@Nullable String crashAt) throws IOException, InterruptedException {
    startAnalytics();
    makeShipper(analytics.addAgent(AGENT_ID));
    startShipper(crashAt);
    startAgent();
  }

  synchronized void startAnalytics() throws InterruptedException {
    refuseIfClosed();
    analytics.start();
  }

  synchronized void startShipper(@Nullable String crashAt) {
    refuseIfClosed();
    shipper().start(crashAt);
  }

  synchronized void startAgent() throws InterruptedException {
    refuseIfClosed();
    agent.start();
  }

  private synchronized void makeShipper(String apiKey) throws IOException {
    folder.keep(apiKey);
    shipper = new ShipperProcess(folder, AGENT_ID, ingestUrl());
  }

  private void refuseIfClosed() {
    if (closed) {
      throw CommandFailure.failed("stopped");
    }
  }

  /** What a shell needs for any command to look at all this. */
  List<String> variables() {
    return List.of(
        "GT8004_QUEUE_ROOT=" + folder.queueRoot().path(),
        "GT8004_INGEST_URL=" + ingestUrl(),
        "GT8004_API_KEY_FILE=" + folder.keyFile());
  }

  private String ingestUrl() {
    return analytics.url() + "v1/ingest";
  }

  AnalyticsProcess analytics() {
    return analytics;
  }

  AgentProcess agent() {
    return agent;
  }

  synchronized ShipperProcess shipper() {
    return Objects.requireNonNull(shipper, "start() comes first");
  }

  QueueDirectory queue() {
    return folder.queueRoot().queue(AGENT_ID);
  }

  /** A process that ended though nobody asked it to; null if all is well. */
  @Nullable
  BackgroundChild dead() {
    for (@Nullable
    BackgroundChild child : Arrays.asList(analytics.child(), shipper().child(), agent.child())) {
      if (child != null && !child.alive()) {
        return child;
      }
    }
    return null;
  }

  /** Ends them in the order of the data's way: nothing is sent to a service that is gone. */
  synchronized void close() throws InterruptedException {
    closed = true;
    agent.stop();
    ShipperProcess made = shipper;
    if (made != null) {
      made.stop();
    }
    analytics.stop();
  }
}
