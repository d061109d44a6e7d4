package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A shipper in a process of its own. */
final class ShipperChild implements AutoCloseable {
  private final Process process;
  private final Path said;

  private ShipperChild(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  /** Starts one over these queues; {@code environment} holds its settings. */
  static ShipperChild start(
      Path root, String url, Map<String, String> environment, String... arguments)
      throws IOException {
    return start(
        List.of(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"),
        classPath(),
        root,
        url,
        environment,
        arguments);
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The class path of this process, for others. */
  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /**
   * The same, on a Java of its own choice.
   *
   * @param java its command line up to the class path
   */
  static ShipperChild start(
      List<String> java,
      String classPath,
      Path root,
      String url,
      Map<String, String> environment,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(java);
    command.addAll(
        List.of("-cp", classPath, ShipperMain.class.getName(), "--admin-listen", "127.0.0.1:0"));
    command.addAll(List.of(arguments));
    Path said = Files.createTempFile("gt8004-shipper-", ".err");
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(said.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GT8004_"));
    builder.environment().put("GT8004_QUEUE_ROOT", root.toString());
    builder.environment().put("GT8004_API_KEY", "gt8004_sk_secret");
    builder.environment().put("GT8004_INGEST_URL", url);
    builder.environment().putAll(environment);
    return new ShipperChild(builder.start(), said);
  }

  Process process() {
    return process;
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits for its own end. */
  int exitCode(long seconds) throws IOException, InterruptedException {
    assertThat(process.waitFor(seconds, TimeUnit.SECONDS))
        .as("ended: %s", said())
        .isTrue();
    return process.exitValue();
  }

  /** What it wrote to its standard error. */
  String said() throws IOException {
    return Files.readString(said);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    kill();
    Files.deleteIfExists(said);
  }
}
