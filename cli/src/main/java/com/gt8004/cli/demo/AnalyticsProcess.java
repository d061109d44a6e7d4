package com.gt8004.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.child.BackgroundChild;
import com.gt8004.cli.child.Program;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The analytics service with a database of its own, and its commands. */
final class AnalyticsProcess {
  private static final int HEAP_MEGABYTES = 256;
  private static final int COMMAND_HEAP_MEGABYTES = 96;
  private static final int PORT = 9093;
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Duration COMMAND = Duration.ofMinutes(2);
  private static final String READY_LINE = "analytics ready at ";
  private static final String LOGIN_LINE = "log in, once, at ";

  private final DemoFolder folder;
  private final int port;
  private volatile @Nullable BackgroundChild child;
  private volatile @Nullable BackgroundChild runningCommand;
  private volatile @Nullable String loginLink;

  AnalyticsProcess(DemoFolder folder) {
    this.folder = folder;
    this.port = FreePort.preferring(PORT);
  }

  int port() {
    return port;
  }

  String url() {
    return "http://127.0.0.1:" + port + "/";
  }

  /** Where a browser sees it: a link that logs in, once, if the service made one. */
  String dashboard() {
    String link = loginLink;
    return link == null ? url() : link;
  }

  /** Starts it, on the same port and data each time; returns when it takes requests. */
  void start() throws InterruptedException {
    CountDownLatch ready = new CountDownLatch(1);
    List<String> command = Program.ANALYTICS.command(
        DemoJava.options(HEAP_MEGABYTES),
        List.of(
            "serve",
            "--listen",
            "127.0.0.1:" + port,
            "--data-dir",
            folder.analyticsData().toString()));
    BackgroundChild started = BackgroundChild.start(
        "analytics service", command, Map.of(), folder.log("analytics"), line -> {
          if (line.startsWith(READY_LINE)) {
            ready.countDown();
          } else if (line.startsWith(LOGIN_LINE)) {
            loginLink = line.substring(LOGIN_LINE.length());
          }
        });
    child = started;
    DemoJava.awaitReady(started, ready);
  }

  @Nullable
  BackgroundChild child() {
    return child;
  }

  /** Ends it in order, and a command of it that may run. */
  void stop() throws InterruptedException {
    BackgroundChild command = runningCommand;
    if (command != null) {
      command.kill();
    }
    BackgroundChild running = child;
    child = null;
    if (running != null) {
      running.stop(STOP);
    }
  }

  /** Makes the agent and returns its API key. */
  String addAgent(String agentId) throws InterruptedException {
    return json(List.of("agents", "add", agentId, "--output", "json"))
        .path("api_key")
        .asText();
  }

  /** The service's own counters of the agent. */
  JsonNode counters(String agentId) throws InterruptedException {
    return json(List.of("counters", "--agent", agentId, "--output", "json"));
  }

  /** Every row of the agent with the two bodies, one JSON object per line, straight from the table. */
  void export(String agentId, Consumer<String> lines) throws InterruptedException {
    command(List.of("export", "--agent", agentId, "--fields", "request_body,response_body"), lines);
  }

  private JsonNode json(List<String> arguments) throws InterruptedException {
    StringBuilder text = new StringBuilder();
    command(arguments, line -> text.append(line).append('\n'));
    try {
      return Json.mapper().readTree(text.toString());
    } catch (JsonProcessingException e) {
      throw CommandFailure.failed("analytics " + String.join(" ", arguments.subList(0, 1))
          + " printed no JSON: " + Json.fault(e));
    }
  }

  private void command(List<String> arguments, Consumer<String> lines) throws InterruptedException {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--data-dir", folder.analyticsData().toString()));
    BackgroundChild command = BackgroundChild.start(
        "analytics command " + arguments.get(0),
        Program.ANALYTICS.command(DemoJava.options(COMMAND_HEAP_MEGABYTES), all),
        Map.of(),
        folder.log("analytics-" + arguments.get(0)),
        lines);
    runningCommand = command;
    if (!command.await(COMMAND)) {
      command.kill();
      throw CommandFailure.failed(
          "the " + command.name() + " took more than " + COMMAND.toSeconds() + " s");
    }
    runningCommand = null;
    if (command.exitCode() != 0) {
      throw DemoJava.ended(command);
    }
  }
}
