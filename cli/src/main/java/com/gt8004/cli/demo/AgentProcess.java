package com.gt8004.cli.demo;

import com.gt8004.cli.child.BackgroundChild;
import com.gt8004.cli.child.Program;
import com.gt8004.cli.console.CommandFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The sample agent, and what it acknowledged. */
final class AgentProcess {
  private static final int HEAP_MEGABYTES = 128;
  private static final Duration STOP = Duration.ofSeconds(15);
  private static final String READY = "ready ";
  private static final String ACKNOWLEDGED = "ack ";

  private final DemoFolder folder;
  private final String agentId;
  private final int thinkMillis;
  private final int port = FreePort.any();
  private final Acknowledgements acknowledgements = new Acknowledgements();
  private volatile @Nullable BackgroundChild child;

  /** @param thinkMillis how long each request takes the agent */
  AgentProcess(DemoFolder folder, String agentId, int thinkMillis) {
    this.folder = folder;
    this.agentId = agentId;
    this.thinkMillis = thinkMillis;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** What all processes of this agent acknowledged so far. */
  Acknowledgements acknowledgements() {
    return acknowledgements;
  }

  /** Starts it, on the same port each time; returns when it takes requests. */
  void start() throws InterruptedException {
    CountDownLatch ready = new CountDownLatch(1);
    BackgroundChild started =
        BackgroundChild.start("sample agent", command(), Map.of(), folder.log("agent"), line -> {
          if (line.startsWith(ACKNOWLEDGED)) {
            acknowledgements.add(Long.parseLong(line.substring(ACKNOWLEDGED.length())));
          } else if (line.startsWith(READY)) {
            ready.countDown();
          }
        });
    child = started;
    DemoJava.awaitReady(started, ready);
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(Program.java(DemoJava.options(HEAP_MEGABYTES)));
    command.addAll(List.of("-cp", classPath(), SampleAgent.class.getName()));
    command.addAll(List.of(
        folder.queueRoot().path().toString(),
        agentId,
        String.valueOf(port),
        String.valueOf(thinkMillis)));
    return command;
  }

  /** Our own jar, whose manifest names the rest; or the class path that we run on, in a build. */
  private static String classPath() {
    Path own = Program.ownJar();
    if (own == null) {
      throw CommandFailure.failed("cannot tell which jar this program was loaded from");
    }
    return own.toString().endsWith(".jar") ? own.toString() : System.getProperty("java.class.path");
  }

  @Nullable
  BackgroundChild child() {
    return child;
  }

  void kill() throws InterruptedException {
    BackgroundChild running = child;
    child = null;
    if (running != null) {
      running.kill();
    }
  }

  /** Ends it in order; returns when its last acknowledgement was read. */
  void stop() throws InterruptedException {
    BackgroundChild running = child;
    child = null;
    if (running != null) {
      running.stop(STOP);
    }
  }
}
