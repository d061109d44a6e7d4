package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.CrashPoint;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.metrics.PrometheusText;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipper as its own process: signals, crash points, command line, admin port. */
@Timeout(60)
class ShipperProcessIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AGENT = "my-agent";

  @TempDir
  Path folder;

  private HttpServer ingest;
  private final Set<String> stored = ConcurrentHashMap.newKeySet();
  private final List<String> onTheWire = new CopyOnWriteArrayList<>();
  private final Map<Process, ShipperChild> children = new HashMap<>();
  private final AtomicInteger held = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  @BeforeEach
  void setUp() throws Exception {
    ingest = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 16);
    ingest.createContext("/v1/ingest", exchange -> {
      JsonNode batch = JSON.readTree(exchange.getRequestBody());
      if (!batch.path("batch_id").asText().equals("ping")) {
        held.incrementAndGet();
        await(gate);
      }
      int duplicates = 0;
      for (JsonNode entry : batch.path("entries")) {
        String id = entry.path("entry_id").asText();
        onTheWire.add(id);
        duplicates += stored.add(id) ? 0 : 1;
      }
      int accepted = batch.path("entries").size() - duplicates;
      byte[] answer = "{\"accepted\":%d,\"duplicates\":%d,\"rejected\":[]}"
          .formatted(accepted, duplicates)
          .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    ingest.setExecutor(java.util.concurrent.Executors.newCachedThreadPool(task -> {
      Thread thread = new Thread(task);
      thread.setDaemon(true);
      return thread;
    }));
    ingest.start();
  }

  @AfterEach
  void tearDown() throws Exception {
    gate.countDown();
    for (ShipperChild child : children.values()) {
      child.close();
    }
    ingest.stop(0);
  }

  @Test
  void sigterm_stopsGracefullyWithTheCheckpointWritten() throws Exception {
    JournalDirectory journal = append(75);
    Process shipper = start(Map.of());
    eventually(() -> stored.size() == 51); // 50 and the ping; 25 wait for company
    shipper.destroy();
    assertThat(shipper.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(shipper.exitValue()).as(err(shipper)).isZero();
    assertThat(CheckpointFile.peek(journal).firstUnsettled()).isEqualTo(50);
  }

  @Test
  void sigterm_waitsForARequestThatIsOut() throws Exception {
    JournalDirectory journal = append(50);
    gate = new CountDownLatch(1);
    Process shipper = start(Map.of());
    eventually(() -> onTheWire.size() == 1);
    JsonNode[] status = new JsonNode[1];
    eventually(() -> {
      status[0] = status();
      return status[0] != null
          && status[0].path("queues").path(0).path("state").asText().equals("SHIPPING");
    });
    shipper.destroy();
    gate.countDown();
    assertThat(shipper.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(shipper.exitValue()).isZero();
    assertThat(CheckpointFile.peek(journal).firstUnsettled()).isEqualTo(50);
  }

  @Test
  void sigterm_waitsNoLongerThanTwoSecondsForAnAnswer() throws Exception {
    JournalDirectory journal = append(50);
    gate = new CountDownLatch(1);
    Process shipper = start(Map.of());
    eventually(() -> held.get() == 1);
    long before = System.nanoTime();
    shipper.destroy();
    assertThat(shipper.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(shipper.exitValue()).as(err(shipper)).isZero();
    assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1_900));
    assertThat(CheckpointFile.peek(journal).firstUnsettled()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void secondSignal_endsAtOnce(String signal, int exitCode) throws Exception {
    append(50);
    gate = new CountDownLatch(1);
    Process shipper = start(Map.of());
    eventually(() -> held.get() == 1);
    shipper.destroy();
    eventually(() -> err(shipper).contains("A second signal ends it at once"));
    long before = System.nanoTime();
    new ProcessBuilder("kill", "-" + signal, Long.toString(shipper.pid()))
        .start()
        .waitFor();
    assertThat(shipper.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(System.nanoTime() - before).isLessThan(TimeUnit.MILLISECONDS.toNanos(1_500));
    assertThat(shipper.exitValue()).isEqualTo(exitCode);
  }

  @Test
  void pause_isObeyedAfterARestart_untilResumeIsTold() throws Exception {
    append(3);
    Process first = start(Map.of());
    eventually(() -> status() != null);
    assertThat(post("pause", "wrong")).isEqualTo(401);
    assertThat(post("pause", token())).isEqualTo(200);
    first.destroy();
    assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();
    start(Map.of("GT8004_FLUSH_INTERVAL", "1ms"));
    eventually(() -> status() != null
        && status().path("queues").path(0).path("state").asText().equals("PAUSED"));
    assertThat(PrometheusText.parse(get("/metrics"))
            .value("gt8004_shipper_queue_state", "queue", AGENT, "state", "PAUSED"))
        .isEqualTo(1);
    assertThat(stored).allMatch(id -> id.startsWith("ping"));
    assertThat(post("resume", token())).isEqualTo(200);
    eventually(() -> stored.stream().filter(id -> !id.startsWith("ping")).count() == 3);
  }

  @Test
  void standby_takesOverWhenTheHolderDies() throws Exception {
    append(1);
    Process first = start(Map.of("GT8004_FLUSH_INTERVAL", "1h"));
    eventually(() -> status() != null);
    int port = URI.create(adminUrl()).getPort();
    Process second = start(
        Map.of("GT8004_FLUSH_INTERVAL", "1ms"), "--standby", "--admin-listen", "127.0.0.1:" + port);
    eventually(() -> err(second).contains("HELD_BY"));
    assertThat(err(second)).contains("admin port " + port + " is in use; standing by");
    first.destroyForcibly().waitFor();
    eventually(() -> stored.size() == 2);
    assertThat(second.isAlive()).isTrue();
    eventually(() -> live().accepted() == 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shipper.before-send",
        "shipper.after-reply",
        "shipper.before-checkpoint",
        "shipper.after-checkpoint"
      })
  void deathAtANamedPoint_losesNothingAndStoresNothingTwice(String point) throws Exception {
    JournalDirectory journal = append(220);
    Process dying = start(Map.of("GT8004_CRASH_AT", point + ":2"), "--until-empty");
    assertThat(dying.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(dying.exitValue()).as(err(dying)).isEqualTo(CrashPoint.EXIT_CODE);
    long checkpoint = CheckpointFile.peek(journal).firstUnsettled();
    for (long sequence = 0; sequence < checkpoint; sequence++) {
      assertThat(stored)
          .as("the checkpoint is never ahead")
          .contains(journal.id() + ":" + sequence);
    }
    shipTheRestHere();
    assertThat(stored.stream().filter(id -> !id.startsWith("ping"))).hasSize(220);
    assertThat(CheckpointFile.peek(journal).firstUnsettled()).isEqualTo(220);
    if (point.equals("shipper.after-reply")) {
      assertThat(onTheWire).as("sent twice, stored once").hasSizeGreaterThan(stored.size());
    }
  }

  @ParameterizedTest
  @Tag("torture")
  @ValueSource(strings = {"shipper.before-ledger", "shipper.after-ledger"})
  void deathAtTheLedger_losesNothingAndNotesItOnce(String point) throws Exception {
    JournalDirectory journal = append(220);
    ShipperSalvageTest.flip(journal, "/n/117");
    Process dying = run(Map.of("GT8004_CRASH_AT", point), "--until-empty");
    assertThat(dying.exitValue()).as(err(dying)).isEqualTo(CrashPoint.EXIT_CODE);
    assertThat(CheckpointFile.peek(journal).firstUnsettled()).isLessThanOrEqualTo(117);
    shipTheRestHere();
    assertThat(stored.stream().filter(id -> !id.startsWith("ping"))).hasSize(219);
    assertThat(CheckpointFile.peek(journal).firstUnsettled()).isEqualTo(220);
    assertThat(Files.readAllLines(queue().ledgerFile())).hasSize(1);
  }

  @Test
  void secondShipper_exitsAndNamesTheFirst() throws Exception {
    append(1);
    Process first = start(Map.of());
    eventually(() -> status() != null);
    Process second = start(Map.of());
    assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(1);
    assertThat(err(second)).contains("HELD_BY", "shipper " + first.pid() + "@");
    assertThat(first.isAlive()).isTrue();
  }

  @Test
  void shipNow_needsTheTokenAndSendsPartialBatches() throws Exception {
    append(3);
    start(Map.of());
    eventually(() -> status() != null);
    assertThat(post("ship-now", "wrong")).isEqualTo(401);
    assertThat(post("ship-now", token())).isEqualTo(202);
    eventually(() -> stored.size() == 4);
    eventually(() -> live().accepted() == 3 && live().perEntry());
  }

  @Test
  void untilEmpty_saysWhyItCouldNot() throws Exception {
    Process missing = run(Map.of(), "--until-empty");
    assertThat(missing.exitValue()).isEqualTo(1);
    assertThat(err(missing)).contains("queue root", "does not exist");
    append(1);
    Process late =
        run(Map.of("GT8004_INGEST_URL", closedUrl()), "--until-empty", "--timeout", "1s");
    assertThat(late.exitValue()).isEqualTo(1);
    assertThat(err(late)).contains("not empty after 1s");
  }

  private static String closedUrl() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return "http://127.0.0.1:" + free.getLocalPort() + "/v1/ingest";
    }
  }

  private JournalDirectory append(int entries) throws IOException {
    try (GT8004Logger logger = GT8004Logger.builder()
        .agentId(AGENT)
        .queueRoot(folder.resolve("queues"))
        .build()) {
      ShipperRig.log(logger, entries);
    }
    List<JournalDirectory> journals = queue().journals();
    return journals.get(journals.size() - 1);
  }

  private QueueDirectory queue() {
    return new QueueRoot(folder.resolve("queues")).queue(AGENT);
  }

  private Process run(Map<String, String> environment, String... arguments) throws Exception {
    Process process = start(environment, arguments);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process;
  }

  /** What comes after a death, in this process: it starts ten times as fast. */
  private void shipTheRestHere() throws Exception {
    Map<String, String> settings =
        Map.of("api_key", "key", "ingest_url", ingestUrl(), "admin_listen", "127.0.0.1:0");
    ShipperConfig config = ShipperConfig.load(null, settings, Map.of()).config();
    QueueRoot root = new QueueRoot(folder.resolve("queues"));
    try (ShipperService next =
        new ShipperService(config, root, RunMode.UNTIL_EMPTY, EpochClock.system())) {
      next.start();
      assertThat(next.ending().get(20, TimeUnit.SECONDS).exitCode()).isZero();
      assertThat(next.stop()).isTrue();
    }
  }

  private String ingestUrl() {
    return "http://127.0.0.1:" + ingest.getAddress().getPort() + "/v1/ingest";
  }

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    ShipperChild child =
        ShipperChild.start(folder.resolve("queues"), ingestUrl(), environment, arguments);
    children.put(child.process(), child);
    return child.process();
  }

  private String err(Process process) throws IOException {
    return children.get(process).said();
  }

  /** What the holder of the queue says; null while nobody does. */
  private JsonNode status() throws IOException {
    String adminUrl = adminUrl();
    String status = adminUrl == null ? null : com.gt8004.shipper.admin.AdminClient.status(adminUrl);
    return status == null ? null : JSON.readTree(status);
  }

  private String adminUrl() throws IOException {
    QueueStatus.Holder holder = QueueStatus.of(queue(), EpochClock.system()).holder();
    return holder == null ? null : holder.adminUrl();
  }

  private QueueStatus.Live live() throws IOException {
    QueueStatus.Live live = QueueStatus.of(queue(), EpochClock.system()).live();
    assertThat(live).isNotNull();
    return live;
  }

  private String token() throws IOException {
    return Files.readString(queue().adminTokenFile());
  }

  private int post(String order, String token) throws IOException {
    HttpURLConnection connection = (HttpURLConnection)
        URI.create(adminUrl() + "/queues/" + AGENT + "/" + order).toURL().openConnection();
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Authorization", "Bearer " + token);
    return connection.getResponseCode();
  }

  private String get(String path) throws IOException {
    try (var body = URI.create(adminUrl() + path).toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void eventually(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
  }
}
