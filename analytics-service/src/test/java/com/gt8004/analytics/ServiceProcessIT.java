package com.gt8004.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.analytics.testing.Eventually;
import com.gt8004.analytics.testing.TestFolders;
import com.gt8004.analytics.testing.TestProcess;
import com.gt8004.analytics.testing.TestProcess.Result;
import com.gt8004.analytics.testing.TestService;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceProcessIT {
  private static final Path DEBIAN_15 = Path.of("/usr/lib/postgresql/15/bin");

  private final Path folder = TestFolders.make("process");
  private final Path data = folder.resolve("data");

  @BeforeEach
  void lendBinaries() throws Exception {
    TestService.lendBinaries(data);
  }

  @AfterEach
  void clean() throws Exception {
    assertThat(Eventually.within(
            Duration.ofSeconds(5), () -> TestProcess.postgresOf(data).isEmpty()))
        .as("no PostgreSQL is left")
        .isTrue();
    TestFolders.delete(folder);
  }

  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  @Test
  void service_saysWhereItIsServesBesideCommandsAndStopsOnSigterm() throws Exception {
    String key = TestProcess.addAgent(data, "my-agent");
    assertThat(key).matches("gt8004_sk_[0-9a-f]{64}");
    try (TestProcess service = TestProcess.serve(data, List.of())) {
      assertThat(service.readyLine()).matches("analytics ready at http://127\\.0\\.0\\.1:\\d+/");
      JsonNode file = new ObjectMapper().readTree(Files.readString(data.resolve("service.json")));
      assertThat(file.get("pid").asLong()).isEqualTo(service.process().pid());
      assertThat(file.get("url").asText()).isEqualTo(service.url());
      HttpRequest post = HttpRequest.newBuilder(URI.create(service.url() + "v1/ingest"))
          .header("Authorization", "Bearer " + key)
          .POST(HttpRequest.BodyPublishers.ofByteArray(TestService.golden("request-full.json")))
          .build();
      assertThat(TestService.send(post).status()).isEqualTo(200);

      Result export = TestProcess.runApart(
          data, "export", "--agent", "my-agent", "--fields", "request_body,x402_amount");
      assertThat(export.lines())
          .containsExactly(
              "{\"request_body\":\"{\\\"message\\\": \\\"안녕\\\"}\",\"x402_amount\":0.05}",
              "{\"request_body\":\"{\\\"query\\\": \\\"안녕\\\", \\\"customer_id\\\": \\\"customer-456\\\"}\",\"x402_amount\":null}");
      JsonNode counters = TestProcess.run(
              data, "counters", "--agent", "my-agent", "--output", "json")
          .json();
      assertThat(counters.get("rows").asInt()).isEqualTo(2);
      assertThat(counters.get("total_requests").asInt()).isEqualTo(2);
      assertThat(counters.get("avg_response_ms").decimalValue()).isEqualByComparingTo("71.6155");

      Result second = TestProcess.run(data, "serve", "--listen", "127.0.0.1:0");
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.err())
          .contains("another analytics service runs on " + data)
          .contains(service.url());
      assertThat(service.terminate()).isIn(0, 143);
    }
    assertThat(data.resolve("service.json")).doesNotExist();
    Result list = TestProcess.run(data, "agents", "list");
    assertThat(list.out()).contains("my-agent").contains(key.substring(0, 16)).doesNotContain(key);
  }

  @Test
  void secrets_areOnDiskForOurselvesAlone() throws Exception {
    String key = TestProcess.addAgent(data, "my-agent");
    try (Stream<Path> files = Files.list(data.resolve("postgres"))) {
      assertThat(files.filter(file -> file.toString().endsWith("-password")))
          .hasSize(2)
          .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
              .isEqualTo(PosixFilePermissions.fromString("rw-------")));
    }
    assertThat(Files.readString(data.resolve("postgres/pg18.log"))).doesNotContain(key);
    if (root()) {
      assertThat(Files.getOwner(data.resolve("postgres/pg18")).getName())
          .isIn("postgres", "nobody");
    }
  }

  @Test
  void port_thatIsTakenIsNamedWithTheWayOut() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Result result =
          TestProcess.run(data, "serve", "--listen", "127.0.0.1:" + taken.getLocalPort());
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err().lines())
          .singleElement()
          .asString()
          .contains("127.0.0.1:" + taken.getLocalPort())
          .contains("--listen");
      assertThat(result.out()).isEmpty();
    }
  }

  @Test
  void folder_thatPostgresMayNotEnterIsNamedWithTheWayOut() throws Exception {
    assumeTrue(root(), "only root hands PostgreSQL to another user");
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    Result result = TestProcess.run(closed.resolve("data"), "agents", "list");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err().lines()).singleElement().asString().contains("chmod o+x " + closed);
  }

  @Test
  void database_thatIsNotThereIsNamedWithoutItsPassword() throws Exception {
    Result result = TestProcess.run(
        data,
        "agents",
        "list",
        "--database-url",
        "jdbc:postgresql://127.0.0.1:1/db?user=me&password=sesame");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("jdbc:postgresql://127.0.0.1:1/db").doesNotContain("sesame");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve --listen nowhere",
        "serve --port 1",
        "agents",
        "agents add",
        "export",
        "export --agent a --fields b",
        "agents revoke-key",
        "serve --database-url mysql://x"
      })
  void usage_thatIsWrongExitsTwo(String arguments) {
    Result result = TestProcess.run(data, arguments.split(" "));
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).isNotEmpty();
  }

  /** Without setpriv a shell must do its work; an empty PATH hides it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "env PATH=/nonexistent"})
  void plainUser_runsItAndLeavesNoPostgresAfterAKill(String environment) throws Exception {
    assumeTrue(
        root() && Files.isExecutable(Path.of("/usr/bin/setpriv")),
        "needs root to become somebody else");
    Path installed = TestFolders.make("installed");
    copyTo(installed);
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.setOwner(
        home, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    Path own = home.resolve("data");
    List<String> asNobody =
        new ArrayList<>(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    asNobody.addAll(environment.isEmpty() ? List.of() : List.of(environment.split(" ")));
    Path jar = installed.resolve("gt8004-analytics.jar");
    try (TestProcess stopped = TestProcess.serve(asNobody, jar, own, List.of())) {
      assertThat(stopped.terminate()).isIn(0, 143);
    }
    // The shell that stands in for setpriv may outlive the service by an instant.
    assertThat(Eventually.within(
            Duration.ofSeconds(5), () -> TestProcess.postgresOf(own).isEmpty()))
        .isTrue();
    try (TestProcess killed = TestProcess.serve(asNobody, jar, own, List.of())) {
      assertThat(TestProcess.postgresOf(own)).isNotEmpty();
      killed.kill();
      assertThat(Eventually.within(
              Duration.ofSeconds(5), () -> TestProcess.postgresOf(own).isEmpty()))
          .isTrue();
    } finally {
      TestFolders.delete(installed);
    }
  }

  private static void copyTo(Path installed) throws Exception {
    Path target = Path.of("target");
    Files.copy(target.resolve("gt8004-analytics.jar"), installed.resolve("gt8004-analytics.jar"));
    Path lib = Files.createDirectory(installed.resolve("lib"));
    Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Stream<Path> jars = Files.list(target.resolve("lib"))) {
      for (Path jar : jars.toList()) {
        Path copy = Files.copy(jar, lib.resolve(jar.getFileName()));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
      }
    }
    Files.setPosixFilePermissions(
        installed.resolve("gt8004-analytics.jar"), PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void installedPostgres15_takesTheSameSchemaAndStatements() throws Exception {
    assumeTrue(Files.isDirectory(DEBIAN_15), "no PostgreSQL 15 on this machine");
    String key = TestProcess.run(
            data, "agents", "add", "my-agent", "--output", "json", "--pg-bin", DEBIAN_15.toString())
        .json()
        .get("api_key")
        .asText();
    try (TestProcess service = TestProcess.serve(data, List.of("--pg-bin", DEBIAN_15.toString()))) {
      HttpRequest post = HttpRequest.newBuilder(URI.create(service.url() + "v1/ingest"))
          .header("Authorization", "Bearer " + key)
          .POST(HttpRequest.BodyPublishers.ofByteArray(TestService.golden("request-full.json")))
          .build();
      assertThat(TestService.send(post).json().get("accepted").asInt()).isEqualTo(2);
      assertThat(TestService.send(post).json().get("duplicates").asInt()).isEqualTo(2);
    }
    assertThat(data.resolve("postgres/pg15")).isDirectory();
  }
}
