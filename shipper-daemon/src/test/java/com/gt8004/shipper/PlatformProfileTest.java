package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.RequestLogEntryBuilder;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.shipper.batch.Batch;
import com.gt8004.shipper.batch.Dialect;
import com.gt8004.shipper.batch.PlatformBatches;
import com.gt8004.shipper.batch.RequestBody;
import com.gt8004.shipper.replay.ReplayLease;
import com.gt8004.shipper.replay.SegmentFinder;
import com.gt8004.shipper.replay.Wanted;
import com.gt8004.shipper.send.ApiKey;
import com.gt8004.shipper.send.Fault;
import com.gt8004.shipper.send.IngestClient;
import com.gt8004.shipper.send.SendOutcome;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a logger to the columns of the live platform, as strict and as forgetful as it is. */
class PlatformProfileTest {
  private static final ApiKey KEY = ApiKey.parse(PlatformService.KEY);
  private static final String[] PIECES = {
    "a",
    "Z9",
    "-",
    " ",
    "안녕",
    "é",
    "\uD83D\uDE00",
    "\u0000",
    "\uD83D",
    "\uDE00",
    "\"",
    "\\",
    "\n",
    "\u0001"
  };

  @TempDir
  Path folder;

  private PlatformService platform;
  private IngestClient http;
  private ShipperRig rig;

  @BeforeEach
  void setUp() throws Exception {
    platform = new PlatformService();
    rig = new ShipperRig(folder);
    rig.with("ingest_url", platform.url()).with("profile", "auto");
    ShipperConfig config =
        ShipperConfig.load(null, Map.of("api_key", "key"), Map.of()).config();
    http = IngestClient.overHttp(config.sendPolicy(URI.create(platform.url())));
    rig.ingest.always(this::overHttp);
  }

  @AfterEach
  void tearDown() {
    rig.close();
    http.close();
    platform.close();
  }

  /** The real client and a real socket, one request at a time, so that the test decides what is when. */
  private SendOutcome overHttp(RequestBody body) {
    try {
      return http.send(body, KEY).get(20, TimeUnit.SECONDS).outcome();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void entriesOfEveryKind_arriveWithAllTheirColumns() throws Exception {
    Random random = new Random(8004);
    Map<String, RequestLogEntry> logged = new LinkedHashMap<>();
    try (GT8004Logger logger = rig.logger(ShipperRig.AGENT)) {
      for (int i = 0; i < 60; i++) {
        RequestLogEntry entry = anyEntry(random, i);
        assertThat(logger.log(entry).appended()).isTrue();
        logged.put(PlatformColumns.cut(entry.requestId(), 64), entry);
      }
    }
    rig.untilEmpty();
    rig.settle();
    awaitRows(logged.size());
    assertThat(platform.statuses).containsOnly(202);
    assertThat(platform.largest).isBetween(40_000, 51_200);
    assertThat(platform.pings).isEqualTo(1);
    assertThat(platform.rows).hasSameSizeAs(logged.keySet());
    for (Map<String, Object> row : platform.rows) {
      RequestLogEntry entry = logged.remove((String) row.get("request_id"));
      PlatformColumns.assertHolds(row, entry);
    }
    assertThat(logged).isEmpty();
  }

  @Test
  void serviceThatBecomesThePlatform_isAskedAnewAndGetsItsOwnNames() throws Exception {
    rig.ingest.always(FakeIngestClient::accepted);
    rig.append(10);
    rig.settle();
    assertThat(rig.ingest.settled).hasSize(10);
    rig.ingest.always(this::overHttp);
    rig.append(10);
    rig.after(ShipperRig.SECOND);
    assertThat(rig.destination().isKnown()).isFalse();
    rig.settle();
    int asked = rig.ingest.requests.size();
    rig.after(Duration.ofSeconds(14));
    assertThat(rig.ingest.requests).as("it is left alone for 15 s").hasSize(asked);
    rig.after(Duration.ofSeconds(2));
    List<Map<String, Object>> rows = List.copyOf(platform.rows);
    assertThat(rows.subList(0, 10)).as("what betrayed it").allMatch(row -> !row.get("path")
        .equals(""));
    assertThat(rows.subList(10, 20)).allMatch(row -> row.get("status_code").equals(200L));
    assertThat(rig.ingest.requests.stream().filter(id -> id.equals("ping"))).hasSize(2);
  }

  @Test
  void platformThatBecomesAnalyticsService_isAskedAnewAndGetsTheGuidesNames() throws Exception {
    rig.append(10);
    rig.settle();
    rig.ingest.always(FakeIngestClient::accepted);
    List<RequestBody> sent = new ArrayList<>();
    rig.ingest.then(body -> new SendOutcome.ConfigFault(Fault.NOT_INGEST, "not the platform", ""));
    rig.append(10);
    rig.after(ShipperRig.SECOND);
    assertThat(rig.destination().isKnown()).isFalse();
    rig.ingest.always(body -> {
      sent.add(body);
      return FakeIngestClient.accepted(body);
    });
    rig.after(Duration.ofSeconds(16));
    assertThat(sent).hasSize(2).allMatch(body -> body.dialect() == Dialect.STANDARD);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
    assertThat(rig.destination().deduplicates()).isTrue();
  }

  @Test
  void hostOfThePlatformThatIsNone_getsNoEntry() throws Exception {
    rig.with("ingest_url", "https://ingest.gt8004.xyz/v1/ingest");
    rig.ingest.always(new SendOutcome.Settled(1, 0, List.of(), false));
    rig.append(10);
    rig.settle();
    assertThat(rig.ingest.requests).containsExactly("ping");
    assertThat(rig.state()).isEqualTo(ShipperState.NOT_INGEST);
    rig.ingest.always(this::overHttp);
    rig.after(Duration.ofSeconds(16));
    awaitRows(10);
  }

  @Test
  void hostOfThePlatformThatRunsOurService_getsTheGuidesNames() throws Exception {
    rig.with("ingest_url", "https://analytics.gt8004.com/v1/ingest");
    rig.ingest.always(FakeIngestClient::accepted);
    rig.append(10);
    rig.settle();
    assertThat(rig.ingest.settled).hasSize(10);
    assertThat(rig.destination().dialect()).isEqualTo(Dialect.STANDARD);
  }

  @Test
  void replay_storesTwiceOnlyIfThatIsWanted() throws Exception {
    JournalDirectory journal = rig.append(10);
    rig.settle();
    rig.after(ShipperRig.SECOND);
    awaitRows(10);
    Replay.Result refused = replayed(journal, false);
    assertThat(refused.complete()).isFalse();
    assertThat(refused.cause()).contains("no deduplication", "10 entries");
    assertThat(refused.cure()).contains("--yes");
    assertThat(platform.rows).hasSize(10);
    assertThat(replayed(journal, true).complete()).isTrue();
    awaitRows(20);
    assertThat(platform.rows).allMatch(row -> row.get("status_code").equals(200L));
  }

  private Replay.Result replayed(JournalDirectory journal, boolean evenTwice) throws Exception {
    ShipperConfig config =
        ShipperConfig.load(null, Map.of("api_key", "key"), Map.of()).config();
    try (ReplayLease lease = ReplayLease.take(rig.queueDirectory(), new UUID(0, 1), rig.clock)) {
      return new ReplayRun(
              config,
              ShipperRig.AGENT,
              http,
              KEY,
              lease,
              EpochClock.system(),
              new CountDownLatch(1),
              evenTwice,
              progress -> {})
          .send(new SegmentFinder(Wanted.ALL).in(journal).segments());
    }
  }

  @Test
  void delivery_isAtLeastOnceAndSaysSo() throws Exception {
    rig.append(10);
    rig.settle();
    awaitRows(10);
    assertThat(rig.queue().acknowledgesWholeBatches()).isTrue();
    assertThat(rig.destination().deduplicates()).isFalse();
  }

  @Test
  void configuredProfile_needsNoPing() throws Exception {
    rig.with("profile", "platform");
    rig.append(10);
    rig.settle();
    assertThat(rig.ingest.requests).hasSize(1).noneMatch(id -> id.equals("ping"));
    awaitRows(10);
  }

  @Test
  void databaseThatIsAway_answers401AndLosesNothing() throws Exception {
    rig.append(10);
    platform.databaseIsAway = true;
    rig.settle();
    assertThat(rig.state()).isEqualTo(ShipperState.UNAUTHORIZED);
    platform.databaseIsAway = false;
    rig.after(Duration.ofSeconds(16));
    awaitRows(10);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
  }

  /** What the body of a request weighs decides, to the byte. */
  @Test
  void largestBody_isOneThatIsStillTaken() throws Exception {
    int most = 0;
    for (int size = 50_900; size < 51_100; size++) {
      Batch batch = PlatformBatches.of(
          UUID.randomUUID(),
          0,
          List.of("{\"path\":\"/\",\"request_body\":\"" + "x".repeat(size) + "\"}"));
      assertThat(batch.length()).isLessThanOrEqualTo(51_200);
      most = Math.max(most, (int) batch.length());
    }
    assertThat(most).isEqualTo(51_200);
  }

  @Test
  void hugeEntries_goAloneWithWhatFitsOfTheirBodies() throws Exception {
    try (GT8004Logger logger = rig.logger(ShipperRig.AGENT)) {
      for (int i = 0; i < 3; i++) {
        logger.log(base(i)
            .requestBody("안".repeat(10_000))
            .responseBody("r".repeat(90_000))
            .build());
      }
    }
    rig.untilEmpty();
    rig.settle();
    awaitRows(3);
    assertThat(platform.rows).hasSize(3).allSatisfy(row -> {
      assertThat((String) row.get("request_body")).isEqualTo("안".repeat(10_000));
      assertThat(((String) row.get("response_body")).length()).isBetween(19_000, 21_000);
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"x\":{\"y\":[1,{\"statusCode\":\"z\"}]},\"StatusCode\":\"no\",\"REQUESTID\":7",
        "\"status_code\":\"201\",\"request_body_size\":12.0,\"x402_amount\":\"0.05\"",
        "\"status_code\":99999,\"request_body_size\":-1,\"response_body_size\":99999999999",
        "\"status_code\":1e2,\"response_ms\":1e999,\"x402_amount\":1e400",
        "\"status_code\":true,\"response_ms\":\"fast\",\"x402_amount\":[1]",
        "\"response_body_size\":1e999999999,\"x402_amount\":1e-999999999",
        "\"x402_amount\":999999999999.99999999,\"tool_name\":5",
        "\"headers\":{\"a\\u0000\":\"\\u0000b\",\"c\":\"\\ud800\",\"d\":{\"e\":1},\"f\":1e99999,\"g\":null,\"h\":[]}",
        "\"headers\":\"none\",\"tool_name\":{\"a\":1},\"ip_address\":[]",
        "\"path\":\"/again\",\"truncated\":true,\"truncated\":\"yes\",\"timestamp\":5",
        "\"tool_name\":\"\\ud83d\\u0000\\udc00\\udc00\",\"source\":\"sdk_pinging\"",
        "\"entry_id\":\"mine\",\"entries\":[],\"agent_id\":5",
        "\"protocol\":\"carrier pigeon\",\"country\":\"KOREA\",\"city\":5"
      })
  void payloadsOfForeignWriters_areStoredLikeTheRest(String members) throws Exception {
    String odd = "{\"request_id\":\"odd\",\"method\":\"GET\",\"path\":\"/\"," + members + "}";
    String even = "{\"request_id\":\"even\",\"method\":\"GET\",\"path\":\"/\",\"status_code\":200}";
    SendOutcome outcome = overHttp(PlatformBatches.of(UUID.randomUUID(), 0, List.of(odd, even)));
    assertThat(outcome).isEqualTo(new SendOutcome.Settled(2, 0, List.of(), false, true));
    awaitRows(2);
    assertThat(platform.rows.stream().map(row -> row.get("request_id")))
        .containsExactly("odd", "even");
  }

  /** The service stores after it has answered. */
  private void awaitRows(int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (platform.rows.size() < count
        && platform.lost.isEmpty()
        && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(platform.lost).isEmpty();
    assertThat(platform.rows).hasSize(count);
  }

  @Test
  void payloadThatIsNoJson_isRefusedByTheServiceAndNotByUs() {
    Batch batch = PlatformBatches.of(UUID.randomUUID(), 0, List.of("{\"path\":\"/\",}"));
    assertThat(overHttp(batch)).isInstanceOf(SendOutcome.EntryFault.class);
  }

  @Test
  void deadLetterOfAnEntry_holdsWhatTheJournalHolds() {
    String payload = "{\"path\":\"/\",\"status_code\":200,\"x\":1,\"request_body\":\""
        + "x".repeat(90_000) + "\"}";
    Batch batch = PlatformBatches.of(UUID.randomUUID(), 5, List.of("{\"path\":\"/a\"}", payload));
    assertThat(batch.payload(1)).isEqualTo(payload);
    Batch alone = batch.split(1).get(1);
    assertThat(alone.payload(0)).isEqualTo(payload);
    Batch cut = alone.cut(10_000);
    assertThat(cut.length()).isLessThanOrEqualTo(10_000);
    assertThat(cut.payload(0)).isEqualTo(payload);
    assertThat(cut.dialect()).isEqualTo(alone.dialect());
  }

  private static RequestLogEntryBuilder base(int i) {
    return RequestLogEntry.builder()
        .requestId("request-" + i)
        .method("POST")
        .path("/chat")
        .statusCode(200)
        .responseMs(1.5);
  }

  private static RequestLogEntry anyEntry(Random random, int i) {
    RequestLogEntryBuilder entry = RequestLogEntry.builder()
        .requestId(i + "-" + text(random, 120))
        .method(random.nextBoolean() ? "tools/call" : text(random, 32))
        .path("/" + text(random, 2_000))
        .statusCode(random.nextInt(1_000))
        .responseMs(random.nextInt(3) == 0 ? random.nextDouble() * 86_400_000 : random.nextInt(90));
    List<Consumer<RequestLogEntryBuilder>> optional = List.of(
        e -> e.customerId(text(random, 128)),
        e -> e.toolName(text(random, 128)),
        e -> e.errorType(text(random, 128)),
        e -> e.requestBody(text(random, random.nextInt(8) == 0 ? 60_000 : 300)),
        e -> e.responseBody(text(random, random.nextInt(8) == 0 ? 100_000 : 300)),
        e -> e.requestBodySize((long) (random.nextDouble() * (1L << 33))),
        e -> e.responseBodySize((long) random.nextInt(99_999)),
        e -> e.x402Amount(amount(random)),
        e -> e.x402TxHash("0x" + "ab".repeat(random.nextBoolean() ? 32 : 45)),
        e -> e.x402Token(random.nextBoolean() ? "USDC-eip155:84532" : text(random, 64)),
        e -> e.x402Payer("0x" + "c".repeat(20 + random.nextInt(40))),
        e -> e.headers(headers(random)),
        e -> e.ipAddress(random.nextBoolean() ? "203.0.113.9" : text(random, 64)),
        e -> e.userAgent(text(random, 1_024)),
        e -> e.referer(text(random, 2_048)),
        e -> e.contentType(text(random, 256)),
        e -> e.acceptLanguage(text(random, 256)),
        e -> e.protocol(List.of("http", "mcp", "a2a").get(random.nextInt(3))),
        e -> e.source(random.nextBoolean() ? "openclaw" : text(random, 32)));
    optional.stream().filter(e -> random.nextInt(3) > 0).forEach(e -> e.accept(entry));
    return entry.build();
  }

  private static BigDecimal amount(Random random) {
    return new BigDecimal(random.nextDouble() * Math.pow(10, random.nextInt(19)))
        .setScale(random.nextInt(19), RoundingMode.HALF_UP);
  }

  private static Map<String, String> headers(Random random) {
    int count = random.nextInt(10) == 0 ? 64 : random.nextInt(4);
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i < count; i++) {
      headers.put(text(random, 40), text(random, count == 64 ? 1_024 : 100));
    }
    return headers;
  }

  /** From 1 to {@code unitsMax} UTF-16 units, often all of them, odd ones among them. */
  private static String text(Random random, int unitsMax) {
    int units = random.nextInt(3) == 0 ? unitsMax : 1 + random.nextInt(unitsMax);
    boolean plain = random.nextBoolean();
    StringBuilder text = new StringBuilder();
    while (text.length() < units) {
      text.append(plain ? "abc" : PIECES[random.nextInt(PIECES.length)]);
    }
    return text.substring(0, units);
  }

  /** What the columns should hold, by the table in docs/protocol/platform.md. */
  private static final class PlatformColumns {
    private PlatformColumns() {}

    static void assertHolds(Map<String, Object> row, RequestLogEntry entry) {
      assertThat(entry).as("an entry of request id %s", row.get("request_id")).isNotNull();
      Map<String, Object> expected = new HashMap<>();
      expected.put("status_code", (long) entry.statusCode());
      expected.put("response_ms", (float) entry.responseMs());
      put(expected, "request_id", cut(entry.requestId(), 64));
      put(expected, "method", cut(entry.method(), 8));
      put(expected, "path", clean(entry.path()));
      put(expected, "tool_name", cut(entry.toolName(), 128));
      put(expected, "error_type", cut(entry.errorType(), 64));
      put(expected, "x402_tx_hash", whole(entry.x402TxHash(), 66));
      put(expected, "x402_payer", whole(entry.x402Payer(), 42));
      put(expected, "ip_address", whole(entry.ipAddress(), 45));
      put(expected, "user_agent", clean(entry.userAgent()));
      put(expected, "referer", clean(entry.referer()));
      put(expected, "content_type", cut(entry.contentType(), 128));
      put(expected, "accept_language", cut(entry.acceptLanguage(), 128));
      put(expected, "protocol", entry.protocol());
      put(expected, "source", entry.source() == null ? "sdk" : cut(entry.source(), 8));
      put(expected, "x402_token", token(entry.x402Token()));
      put(expected, "request_body_size", size(entry.requestBodySize()));
      put(expected, "response_body_size", size(entry.responseBodySize()));
      expected.putIfAbsent("source", "sdk");
      Map<String, Object> rest = new HashMap<>(row);
      rest.keySet().removeAll(List.of("batch_id", "sdk_version"));
      assertThat((String) rest.remove("request_body")).satisfies(startOf(entry.requestBody()));
      assertThat((String) rest.remove("response_body")).satisfies(startOf(entry.responseBody()));
      assertAmount((BigDecimal) rest.remove("x402_amount"), entry.x402Amount());
      assertHeaders((JsonNode) rest.remove("headers"), entry.headers());
      assertThat(rest).isEqualTo(expected);
    }

    private static void put(Map<String, Object> expected, String column, Object value) {
      if (value != null && !value.equals("")) {
        expected.put(column, value);
      }
    }

    /** As U+FFFD is what the encoding makes of half a pair, and NUL is what no column takes. */
    static String clean(String text) {
      return text == null
          ? null
          : text.codePoints()
              .filter(point -> point != 0)
              .mapToObj(
                  point -> Character.toString(point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point))
              .collect(Collectors.joining());
    }

    static String cut(String text, int characters) {
      return text == null
          ? null
          : clean(text)
              .codePoints()
              .limit(characters)
              .mapToObj(Character::toString)
              .collect(Collectors.joining());
    }

    private static String whole(String text, int characters) {
      return text == null || clean(text).codePoints().count() > characters ? null : clean(text);
    }

    private static String token(String text) {
      String clean = clean(text);
      boolean withNetwork =
          clean != null && clean.codePoints().count() > 16 && clean.indexOf('-') > 0;
      return withNetwork ? cut(clean.substring(0, clean.indexOf('-')), 16) : cut(clean, 16);
    }

    private static Long size(Long size) {
      return size == null ? null : Long.valueOf(Math.min(size, Integer.MAX_VALUE));
    }

    private static Consumer<String> startOf(String body) {
      String whole = body == null ? "" : clean(body);
      return stored ->
          assertThat(whole.startsWith(stored == null ? "" : stored)).isTrue();
    }

    private static void assertAmount(BigDecimal stored, BigDecimal amount) {
      if (amount == null || amount.doubleValue() >= 1e12) {
        assertThat(stored).isNull();
      } else {
        assertThat(stored.doubleValue()).isEqualTo(amount.doubleValue(), offset(1e-8));
      }
    }

    private static void assertHeaders(JsonNode stored, Map<String, String> headers) {
      Map<String, String> expected = new HashMap<>();
      headers.forEach((name, value) -> expected.put(clean(name), clean(value)));
      boolean large = headers.size() > 10;
      if (expected.isEmpty() || (large && stored == null)) {
        assertThat(stored).isNull();
        return;
      }
      assertThat(stored).isNotNull();
      Map<String, String> values = new HashMap<>();
      stored
          .properties()
          .forEach(header -> values.put(header.getKey(), header.getValue().asText()));
      assertThat(values.keySet()).isEqualTo(expected.keySet());
      if (headers.size() == expected.size()) { // else two names have become one
        assertThat(values).isEqualTo(expected);
      }
    }
  }
}
