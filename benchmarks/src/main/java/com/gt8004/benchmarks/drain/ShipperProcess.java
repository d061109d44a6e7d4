package com.gt8004.benchmarks.drain;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The real shipper, from its own jar, as an operator starts it. */
final class ShipperProcess implements AutoCloseable {
  private static final int HTTP_OK = 200;
  private static final long READY_MILLIS_MAX = 60_000;
  private static final long LOOK_MILLIS = 5;

  private final ChildProcess process;
  private final long startNanos;
  private final int adminPort;

  /**
   * How it is started.
   *
   * @param jar its executable jar
   * @param jvmArguments as its packaging gives them
   * @param settings in addition to those that keep it from removing what is drained again
   */
  record Start(Path jar, List<String> jvmArguments, Map<String, String> settings) {
    Start {
      jvmArguments = List.copyOf(jvmArguments);
      settings = Map.copyOf(settings);
    }

    Start with(Map<String, String> more) {
      Map<String, String> all = new HashMap<>(settings);
      all.putAll(more);
      return new Start(jar, jvmArguments, all);
    }
  }

  ShipperProcess(Start start, Path root, String url, int adminPort, boolean untilEmpty, Path log)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(ChildProcess.javaBinary()));
    command.addAll(start.jvmArguments());
    command.addAll(List.of("-jar", start.jar().toString()));
    command.addAll(List.of("--queue-root", root.toString(), "--ingest-url", url));
    command.addAll(List.of("--admin-listen", "127.0.0.1:" + adminPort));
    if (untilEmpty) {
      command.add("--until-empty");
    }
    if (!Files.isRegularFile(start.jar())) {
      throw new IOException("there is no " + start.jar() + ": run benchmarks/run, which builds it");
    }
    this.adminPort = adminPort;
    this.startNanos = System.nanoTime();
    this.process = new ChildProcess(command, environment(start), log);
  }

  private static Map<String, String> environment(Start start) {
    Map<String, String> environment = new HashMap<>();
    environment.put("GT8004_API_KEY", "benchmark-key");
    environment.put("GT8004_AGENT_ID", BuiltQueue.AGENT);
    // What is drained is drained again.
    environment.put("GT8004_RETENTION_AGE", "3000d");
    environment.put("GT8004_RETENTION_BYTES", "1024GiB");
    environment.putAll(start.settings());
    return environment;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitCode(long secondsMax) throws IOException, InterruptedException {
    return process.exitCode(secondsMax);
  }

  /** Seconds from the start of the process until it says that it is ready. */
  double secondsToReady() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest ready = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + adminPort + "/readyz"))
        .timeout(Duration.ofSeconds(2))
        .build();
    long deadline = startNanos + Duration.ofMillis(READY_MILLIS_MAX).toNanos();
    while (System.nanoTime() - deadline < 0) {
      if (isReady(client, ready)) {
        return (System.nanoTime() - startNanos) / 1e9;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    throw new IOException("the shipper was not ready within " + READY_MILLIS_MAX + " ms");
  }

  private static boolean isReady(HttpClient client, HttpRequest ready) throws InterruptedException {
    try {
      return client.send(ready, HttpResponse.BodyHandlers.ofString()).statusCode() == HTTP_OK;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
