package com.gt8004.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An example, run as its README says, in a process of its own with a queue of its own. */
final class Example implements AutoCloseable {
  static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final Pattern PORT = Pattern.compile("listening on port (\\d+)");
  private static final long SECONDS_MAX = 60;

  private final Process process;
  private final Path out;
  private final Path root;

  Example(Path root, Class<?> main, String... arguments) throws IOException {
    this.root = root;
    this.out = Files.createTempFile(root, "example", ".out");
    List<String> command = new ArrayList<>(command(main));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GT8004_"));
    builder.environment().putAll(environment(root));
    process = builder.start();
  }

  static List<String> command(Class<?> main) {
    return List.of(
        JAVA,
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        main.getName());
  }

  static Map<String, String> environment(Path root) {
    return Map.of(
        "GT8004_AGENT_ID", "example",
        "GT8004_QUEUE_ROOT", root.resolve("queues").toString(),
        "GT8004_DISK_FREE_MIN", "0B");
  }

  /** The address that it says it listens at. */
  String address() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    while (true) {
      Matcher port = PORT.matcher(Files.readString(out));
      if (port.find()) {
        return "http://localhost:" + port.group(1);
      }
      assertThat(process.isAlive() && System.nanoTime() < deadline)
          .as(Files.readString(out))
          .isTrue();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** All that it has printed, when it has ended by itself. */
  String printed() throws Exception {
    assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    return Files.readString(out);
  }

  /** Ends it as a service is ended, and reads what it has logged. */
  List<JsonNode> stopAndRead() throws Exception {
    close();
    return logged(root);
  }

  /** What is in the queue below this folder. */
  static List<JsonNode> logged(Path root) throws IOException {
    List<JsonNode> entries = new ArrayList<>();
    JsonMapper json = JsonMapper.builder().build();
    for (JournalDirectory journal :
        new QueueRoot(root.resolve("queues")).queue("example").journals()) {
      try (JournalTailer tailer = JournalTailer.openBytes(journal, true)) {
        TailedEntry entry = new TailedEntry();
        while (tailer.read(entry) == TailStatus.ENTRY) {
          entries.add(json.readTree(entry.payloadText()));
        }
      }
    }
    return entries;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
  }
}
