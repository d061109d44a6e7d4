package com.gt8004.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The example agent as fat jar of Spring Boot 4 and of Spring Boot 3, started as anybody starts one: no
 * flags. Every request of both is in the service's table after a shipper has run beside them.
 */
class SpringBootIT {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
  private static final int CHATS = 20;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void fatJarsOfBothGenerations_haveEveryRequestInTheTable() throws Exception {
    try (Product host4 = new Product();
        Product host3 = host4.anotherHost()) {
      Path jar4 =
          Product.jar("sdk/examples/spring-boot-agent", "gt8004-example-spring-boot-agent.jar");
      Path jar3 = Product.jar("system-tests/spring-boot-3", "gt8004-spring-boot-3.jar");
      try (ChildProcess agent4 = start(host4, jar4, "boot-4");
          ChildProcess agent3 = start(host3, jar3, "boot-3")) {
        host4.startAnalytics();
        use(agent4, "(v4.");
        use(agent3, "(v3.");
      }
      assertDelivered(host4, "boot-4");
      assertDelivered(host3, "boot-3");
    }
  }

  private static ChildProcess start(Product host, Path jar, String agent) throws Exception {
    Map<String, String> environment = new HashMap<>(host.environment());
    environment.put("GT8004_AGENT_ID", agent);
    environment.put("SERVER_PORT", "0");
    List<String> command = List.of(ChildProcess.JAVA.toString(), "-jar", jar.toString());
    return ChildProcess.start(host.home().resolve("logs"), environment, "", command);
  }

  private void use(ChildProcess agent, String version) throws Exception {
    String base = "http://localhost:" + agent.await(PORT, START);
    assertThat(agent.out()).contains(version);
    for (int i = 0; i < CHATS; i++) {
      HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base + "/chat"))
          .header("Content-Type", "application/json")
          .header("X-Customer-ID", "customer-" + i)
          .POST(BodyPublishers.ofString("{\"message\":\"hi\",\"password\":\"hunter2\"}")));
      assertThat(answer.body()).isEqualTo("{\"response\":\"You said: hi\"}");
    }
    assertThat(get(base + "/tools/broken").statusCode()).isEqualTo(500);
    assertThat(get(base + "/no-such-path").statusCode()).isEqualTo(404);
    assertThat(get(base + "/actuator/health").body())
        .contains("\"gt8004\":{", "\"appended\":" + (CHATS + 2), "\"status\":\"UP\"");
    assertThat(get(base + "/actuator/info").body()).contains("\"agentId\":\"boot-");
    assertThat(get(base + "/actuator/metrics/gt8004.entries.appended").body())
        .contains((CHATS + 2) + ".0");
  }

  private static void assertDelivered(Product host, String agent) throws Exception {
    ChildProcess ship = host.startShipper(host.addAgent(agent), "--until-empty");
    assertThat(ship.exitCode(START)).as(ship.err()).isZero();
    List<JsonNode> rows = host.rows(agent);
    assertThat(rows).hasSize(CHATS + 2);
    assertThat(rows.stream().filter(row -> row.path("path").asText().equals("/chat")))
        .hasSize(CHATS)
        .allSatisfy(row -> {
          assertThat(row.path("status_code").asInt()).isEqualTo(200);
          assertThat(row.path("customer_id").asText()).startsWith("customer-");
          assertThat(row.path("request_body").asText()).contains("***").doesNotContain("hunter2");
          assertThat(row.path("response_body").asText()).contains("You said: hi");
        });
    assertThat(rows)
        .filteredOn(row -> row.path("status_code").asInt() == 500)
        .singleElement()
        .satisfies(
            row -> assertThat(row.path("error_type").asText()).isEqualTo("IllegalStateException"));
    assertThat(rows).filteredOn(row -> row.path("status_code").asInt() == 404).hasSize(1);
  }

  private HttpResponse<String> get(String uri) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(uri)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
