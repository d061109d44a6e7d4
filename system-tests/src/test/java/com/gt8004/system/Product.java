package com.gt8004.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The product as installed, in a folder of its own: one queue root, one analytics service with its
 * database, a shipper, the command line. Everything is stopped when closed.
 */
final class Product implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration START = Duration.ofSeconds(60);

  private final Path home;
  private final Path service;
  private final int port;
  private final List<ChildProcess> children = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  Product() throws IOException {
    this(freePort(), null);
  }

  private Product(int port, Path service) throws IOException {
    // Under the temporary folder and passable for all: as root the database runs as another user.
    this.home = Files.createTempDirectory("gt8004-system-");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    this.port = port;
    this.service = service == null ? home.resolve("analytics") : service;
    environment.put("GT8004_QUEUE_ROOT", queueRoot().toString());
  }

  /** Another host, with queues of its own, that ships to the same service. */
  Product anotherHost() throws IOException {
    return new Product(port, service);
  }

  Path home() {
    return home;
  }

  Path queueRoot() {
    return home.resolve("queues");
  }

  String ingestUrl() {
    return "http://127.0.0.1:" + port + "/v1/ingest";
  }

  Map<String, String> environment() {
    return environment;
  }

  /** Starts the service on this product's port and waits until it is ready. */
  ChildProcess startAnalytics() throws Exception {
    ChildProcess started = java(
        "analytics-service",
        "gt8004-analytics.jar",
        List.of("serve", "--listen", "127.0.0.1:" + port, "--data-dir", service.toString()));
    started.await(Pattern.compile("analytics ready at (\\S+)"), START);
    return started;
  }

  /** Makes a key for this agent. */
  String addAgent(String agent) throws Exception {
    JsonNode added = JSON.readTree(analytics("agents", "add", agent, "--output", "json"));
    return added.path("api_key").textValue();
  }

  /** Runs a command of the service's jar on this product's data and returns what it prints. */
  String analytics(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data-dir", service.toString()));
    ChildProcess command = java("analytics-service", "gt8004-analytics.jar", all);
    assertThat(command.exitCode(START)).as(command.err()).isZero();
    return command.out();
  }

  ChildProcess startShipper(String key, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    unlessGiven(all, "--ingest-url", ingestUrl());
    unlessGiven(all, "--admin-listen", "127.0.0.1:0");
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("GT8004_API_KEY", key);
    return java("shipper-daemon", "gt8004-shipper.jar", variables, "", all);
  }

  /** Runs the command line to its end. */
  ChildProcess cli(String input, String... arguments) throws Exception {
    ChildProcess command = java("cli", "gt8004-cli.jar", environment, input, List.of(arguments));
    command.exitCode(Duration.ofMinutes(3));
    return command;
  }

  /** The status of the only queue, as the command line prints it. */
  JsonNode printedStatus() throws Exception {
    return JSON.readTree(cli("", "status", "--output", "json").out())
        .path("queues")
        .path(0);
  }

  /**
   * What the shipper says of the queues that it holds, asked over HTTP as a monitoring system would;
   * empty while no shipper answers. Cheap enough to be asked again and again.
   */
  JsonNode status() throws Exception {
    try (var locks = Files.walk(queueRoot(), 2)) {
      for (Path lock : locks.filter(file -> file.endsWith("shipper.lock")).toList()) {
        String admin = JSON.readTree(Files.readString(lock)).path("admin_url").asText();
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(admin + "/status")).build();
        return JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
      }
    } catch (IOException e) {
      // Not started yet, or killed: the caller looks again.
    }
    return JSON.missingNode();
  }

  /** The only queue in {@link #status}. */
  JsonNode queue() throws Exception {
    return status().path("queues").path(0);
  }

  /** Waits until a shipper says that nothing is left. */
  void awaitDrained(Duration within) throws Exception {
    Eventually.holds(within, () -> assertThat(queue().path("backlog_entries").asLong(-1))
        .as(this::processes)
        .isZero());
  }

  /** The stored rows of this agent, straight from the table. */
  List<JsonNode> rows(String agent) throws Exception {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : analytics("export", "--agent", agent).split("\n")) {
      if (!line.isBlank()) {
        rows.add(JSON.readTree(line));
      }
    }
    return rows;
  }

  JsonNode counters(String agent) throws Exception {
    return JSON.readTree(analytics("counters", "--agent", agent, "--output", "json"));
  }

  /** What the last processes said, for the messages of failing tests. */
  String processes() {
    StringBuilder said = new StringBuilder();
    for (ChildProcess child : children.subList(Math.max(0, children.size() - 3), children.size())) {
      said.append(child.alive() ? "[alive] " : "[ended] ").append(child.err()).append('\n');
    }
    return said.toString();
  }

  ChildProcess application(Class<?> main, String... arguments) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    all.addAll(List.of(arguments));
    ChildProcess application = ChildProcess.java(home.resolve("logs"), environment, "", all);
    children.add(application);
    return application;
  }

  private ChildProcess java(String module, String jar, List<String> arguments) throws IOException {
    return java(module, jar, environment, "", arguments);
  }

  private ChildProcess java(
      String module,
      String jar,
      Map<String, String> variables,
      String input,
      List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("-jar", jar(module, jar).toString()));
    all.addAll(arguments);
    ChildProcess child = ChildProcess.java(home.resolve("logs"), variables, input, all);
    children.add(child);
    return child;
  }

  private static void unlessGiven(List<String> arguments, String option, String value) {
    if (!arguments.contains(option)) {
      arguments.addAll(List.of(option, value));
    }
  }

  static Path jar(String module, String jar) {
    Path file = Path.of("..", module, "target", jar).toAbsolutePath().normalize();
    assertThat(file).as("build the whole project first: mvn verify").exists();
    return file;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws Exception {
    for (int i = children.size() - 1; i >= 0; i--) {
      children.get(i).close();
    }
    try (var files = Files.walk(home)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
