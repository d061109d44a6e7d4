package com.gt8004.analytics.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.analytics.server.AnalyticsServer;
import com.gt8004.analytics.server.DatabaseChoice;
import com.gt8004.analytics.store.AgentStore;
import com.gt8004.analytics.store.AgentTotals;
import com.gt8004.analytics.store.ApiKey;
import com.gt8004.analytics.store.Database;
import com.gt8004.analytics.store.DatabaseAddress;
import com.gt8004.analytics.store.ExportField;
import com.gt8004.analytics.store.ExportStore;
import com.gt8004.analytics.store.SessionStore;
import com.gt8004.analytics.store.StatsStore;
import com.gt8004.analytics.store.embedded.EmbeddedPostgres;
import com.gt8004.analytics.time.ServiceClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One real service on one real PostgreSQL for all tests of this JVM; each test takes agents of its own.
 */
public final class TestService {
  private static TestService instance;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Path folder;
  private final EmbeddedPostgres postgres;
  private final Database database;
  private final AnalyticsServer server;
  private String adminCookie;

  private TestService() throws Exception {
    folder = TestFolders.make("shared");
    postgres = EmbeddedPostgres.start(folder.resolve("postgres"), null, ServiceClock.system());
    server = AnalyticsServer.start(
        InetSocketAddress.createUnresolved("127.0.0.1", 0),
        new DatabaseChoice(folder.resolve("service"), postgres.address(), null),
        ServiceClock.system());
    database = Database.open(postgres.address());
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
  }

  private void stop() {
    database.close();
    server.close();
    postgres.close();
    try {
      TestFolders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Spares a data folder the unpacking of 60 MB; {@code ServiceProcessIT.plainUser…} does that for real. */
  public static void lendBinaries(Path data) throws Exception {
    Path home = Files.createDirectories(data.resolve("postgres"));
    try (Stream<Path> mine = Files.list(shared().folder.resolve("postgres"))) {
      Path binaries = mine.filter(path -> path.getFileName().toString().startsWith("bin-"))
          .findFirst()
          .orElseThrow();
      Files.createSymbolicLink(home.resolve(binaries.getFileName()), binaries);
    }
  }

  public static synchronized TestService shared() throws Exception {
    if (instance == null) {
      instance = new TestService();
    }
    return instance;
  }

  public Database database() {
    return database;
  }

  public String url() {
    return server.url();
  }

  /** The database itself, for services of a test's own. */
  public DatabaseAddress address() {
    return postgres.address();
  }

  public Set<String> routes() {
    return server.routes();
  }

  /** The cookie of somebody who may see all. */
  public synchronized String adminCookie() throws Exception {
    if (adminCookie == null) {
      ApiKey link = ApiKey.random();
      new SessionStore(database).addLink(link, ServiceClock.system().now());
      Answer login = send(HttpRequest.newBuilder(URI.create(url() + "v1/session"))
          .POST(HttpRequest.BodyPublishers.ofString("{\"token\": \"" + link.reveal() + "\"}"))
          .build());
      adminCookie =
          login.response().headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }
    return adminCookie;
  }

  /** Asks with an agent's key. */
  public Answer get(String path, String key) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(url() + path))
        .header("Authorization", "Bearer " + key)
        .build());
  }

  /** Asks as somebody who may see all. */
  public Answer getAsAdmin(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(url() + path))
        .header("Cookie", adminCookie())
        .build());
  }

  /** A new agent's key. */
  public String addAgent(String agentId) {
    ApiKey key = ApiKey.random();
    new AgentStore(database).addKey(agentId, key);
    return key.reveal();
  }

  public static byte[] golden(String file) throws Exception {
    return Files.readAllBytes(Path.of("..", "docs", "protocol", file));
  }

  /** An answer with its status, JSON and headers. */
  public record Answer(int status, JsonNode json, HttpResponse<byte[]> response) {}

  public Answer ingest(String key, String json) throws Exception {
    return ingest(key, json.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  public Answer ingest(String key, byte[] body, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + "v1/ingest"))
        .header("Authorization", "Bearer " + key)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (!headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    return send(request.build());
  }

  public static Answer send(HttpRequest request) throws Exception {
    HttpResponse<byte[]> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
    boolean json =
        response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    return new Answer(
        response.statusCode(), json ? JSON.readTree(response.body()) : JSON.nullNode(), response);
  }

  /** The agent's rows as the export sees them. */
  public List<Map<String, Object>> rows(String agentId) {
    List<Map<String, Object>> rows = new ArrayList<>();
    List<ExportField> fields = ExportField.everything();
    new ExportStore(database).export(agentId, fields, values -> {
      Map<String, Object> row = new LinkedHashMap<>();
      for (int i = 0; i < fields.size(); i++) {
        row.put(fields.get(i).name(), values.get(i));
      }
      rows.add(row);
    });
    return rows;
  }

  public AgentTotals totals(String agentId) {
    return new StatsStore(database).totals(agentId);
  }
}
