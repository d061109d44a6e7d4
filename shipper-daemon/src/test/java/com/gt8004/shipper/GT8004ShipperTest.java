package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shipper inside the application that writes the queue. */
@Timeout(60)
class GT8004ShipperTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  Path folder;

  private final ConcurrentLinkedQueue<String> stored = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> keysSeen = new ConcurrentLinkedQueue<>();
  private volatile List<String> keysKnown = List.of("key-1");
  private HttpServer ingest;
  private Path root;

  @BeforeEach
  void setUp() throws Exception {
    root = folder.resolve("queues");
    ingest = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 16);
    ingest.createContext("/v1/ingest", exchange -> {
      String key = exchange.getRequestHeaders().getFirst("Authorization").substring(7);
      JsonNode batch = JSON.readTree(exchange.getRequestBody());
      keysSeen.add(batch.path("agent_id").asText() + " " + key);
      boolean known = keysKnown.contains(key);
      batch.path("entries").forEach(entry -> {
        if (known && !entry.path("source").asText().equals("sdk_ping")) {
          stored.add(batch.path("agent_id").asText() + " " + entry.path("path").asText());
        }
      });
      byte[] answer = "{\"accepted\":%d,\"duplicates\":0,\"rejected\":[]}"
          .formatted(batch.path("entries").size())
          .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(known ? 200 : 401, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    ingest.start();
  }

  @AfterEach
  void tearDown() {
    ingest.stop(0);
  }

  private GT8004Shipper.Builder builder() {
    return new GT8004Shipper.Builder(Map.of("GT8004_API_KEY", "key-1"))
        .queueRoot(root)
        .ingestUrl(URI.create("http://127.0.0.1:" + ingest.getAddress().getPort() + "/v1/ingest"))
        .set("batch_size", "10")
        .set("flush_interval", "100ms");
  }

  private GT8004Logger logger(String agent) {
    return GT8004Logger.builder().agentId(agent).queueRoot(root).build();
  }

  private QueueDirectory queue(String agent) {
    return new QueueRoot(root).queue(agent);
  }

  @Test
  void entries_areShipped_andTheProcessIsLeftAsItWas() throws Exception {
    try (GT8004Logger logger = logger("my-agent");
        GT8004Shipper shipper = builder().start()) {
      ShipperRig.log(logger, 25);
      eventually(() -> stored.size() == 25);
      eventually(shipper::isReady);
      // Stored at the far end is before settled here: the last answer may still be on its way.
      eventually(() -> accepted(shipper) == 25);
      assertThat(shipper.adminUrl()).as("no port unless it is wanted").isNull();
      assertThat(threadsOfOurs()).isNotEmpty().allMatch(Thread::isDaemon);
      assertThat(shipper.isReady()).isTrue();
      shipper.close();
      shipper.close();
      assertThat(shipper.isReady()).isFalse();
      assertThat(shipper.statusJson()).contains("has ended");
    }
    eventually(() -> threadsOfOurs().isEmpty());
    assertThat(OwnerLock.isHeld(queue("my-agent").shipperLockFile())).isFalse();
  }

  private static int accepted(GT8004Shipper shipper) {
    try {
      return JSON.readTree(shipper.statusJson())
          .path("queues")
          .path(0)
          .path("accepted")
          .asInt();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Thread> threadsOfOurs() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("gt8004-(shipper|send|admin).*"))
        .toList();
  }

  /** POSIX drops a process's locks on a file when it closes any descriptor of it. */
  @Test
  void anotherProcess_findsTheJournalHeld_whileLoggerAndShipperShareOne() throws Exception {
    try (GT8004Logger logger = logger("my-agent");
        GT8004Shipper shipper = builder().start()) {
      ShipperRig.log(logger, 25);
      eventually(() -> stored.size() == 25);
      Path ownerLock = queue("my-agent").journals().get(0).ownerLockFile();
      Path shipperLock = queue("my-agent").shipperLockFile();
      assertThat(shipper.statusJson()).contains("my-agent");
      assertThat(askedByAChild(ownerLock, shipperLock)).containsExactly("true", "true");
      askedInAnotherClassLoader(ownerLock);
      ShipperRig.log(logger, 25);
      eventually(() -> stored.size() == 50);
      assertThat(askedByAChild(ownerLock, shipperLock))
          .as("after a look from another class loader, too")
          .containsExactly("true", "true");
      logger.close();
      shipper.close();
      assertThat(askedByAChild(ownerLock, shipperLock)).containsExactly("false", "false");
    }
  }

  private static List<String> askedByAChild(Path... lockFiles) throws Exception {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-cp",
        classPath(),
        LockProbe.class.getName()));
    Arrays.stream(lockFiles).map(Path::toString).forEach(command::add);
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
    assertThat(child.waitFor()).as(said.toString()).isZero();
    return said;
  }

  /** Says of each lock file whether anybody holds it. */
  static final class LockProbe {
    public static void main(String[] lockFiles) throws Exception {
      for (String file : lockFiles) {
        System.out.println(OwnerLock.isHeld(Path.of(file)));
      }
    }
  }

  /** A second copy of our classes, as a second web application in one server has. */
  private static void askedInAnotherClassLoader(Path lockFile) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : classPath().split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    try (URLClassLoader other =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> copy = other.loadClass(OwnerLock.class.getName());
      assertThat(copy).isNotSameAs(OwnerLock.class);
      assertThat(copy.getMethod("isHeld", Path.class).invoke(null, lockFile)).isEqualTo(true);
      assertThat(copy.getMethod("tryAcquire", Path.class).invoke(null, lockFile))
          .isNull();
    }
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  @Test
  void queueThatAnotherShipperHolds_isWaitedFor() throws Exception {
    try (GT8004Logger logger = logger("my-agent");
        GT8004Shipper first = builder().start()) {
      ShipperRig.log(logger, 10);
      eventually(() -> stored.size() == 10);
      try (GT8004Shipper second = builder().start()) {
        eventually(() -> second.statusJson().contains("HELD_BY"));
        first.close();
        ShipperRig.log(logger, 10);
        eventually(() -> stored.size() == 20);
        eventually(second::isReady);
      }
    }
  }

  @Test
  void wrongSettings_areToldAtOnce_andATakenPortIsNoReasonNotToShip() throws Exception {
    assertThatThrownBy(
            () -> builder().set("batch_size", "0").set("attempts", "99").start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("batch_size '0'", "attempts '99'");
    assertThatThrownBy(() -> builder().set("batch_sise", "1").start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batch_sise");
    try (ServerSocket taken = new ServerSocket();
        GT8004Logger logger = logger("my-agent")) {
      taken.bind(new InetSocketAddress("127.0.0.1", 0));
      ShipperRig.log(logger, 10);
      try (GT8004Shipper shipper = builder()
          .adminServer(true)
          .set("admin_listen", "127.0.0.1:" + taken.getLocalPort())
          .start()) {
        eventually(() -> stored.size() == 10);
        assertThat(shipper.adminUrl()).doesNotEndWith(":" + taken.getLocalPort());
      }
    }
  }

  @Test
  void twoAgents_haveAKeyEach_andOneIsChangedWithoutTouchingTheOther() throws Exception {
    keysKnown = List.of("key-a1", "key-b1");
    Path keys = Files.createDirectories(folder.resolve("keys"));
    TestFiles.secret(keys.resolve("agent-a"), "key-a1\n");
    TestFiles.secret(keys.resolve("agent-b"), "key-b1\n");
    try (GT8004Logger a = logger("agent-a");
        GT8004Logger b = logger("agent-b");
        GT8004Shipper shipper = builder().set("keys_dir", keys.toString()).start()) {
      ShipperRig.log(a, 10);
      ShipperRig.log(b, 10);
      eventually(() -> stored.size() == 20);
      keysKnown = List.of("key-a2", "key-b1"); // the old key of a is revoked
      ShipperRig.log(a, 10);
      eventually(() -> shipper.statusJson().contains("UNAUTHORIZED"));
      ShipperRig.log(b, 10);
      eventually(() -> stored.size() == 30);
      assertThat(shipper.isReady()).isFalse();
      Files.move(
          TestFiles.secret(folder.resolve("new-key"), "key-a2"),
          keys.resolve("agent-a"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      eventually(() -> stored.size() == 40);
      eventually(shipper::isReady);
      assertThat(keysSeen).containsOnly("agent-a key-a1", "agent-a key-a2", "agent-b key-b1");
      assertThat(shipper.statusJson()).doesNotContain("key-a", "key-b");
    }
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }
}
