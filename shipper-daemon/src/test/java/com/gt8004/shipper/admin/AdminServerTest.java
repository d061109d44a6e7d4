package com.gt8004.shipper.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
  private final List<String> asked = new ArrayList<>();
  private AdminServer server;

  @BeforeEach
  void setUp() throws Exception {
    server = new AdminServer("127.0.0.1", 0);
    server.serve(new AdminDesk() {
      @Override
      public Answer health() {
        return new Answer(200, "{\"alive\":true}");
      }

      @Override
      public Answer readiness() {
        return new Answer(503, "{\"ready\":false}");
      }

      @Override
      public Answer status() {
        return new Answer(200, "{\"name\":\"안녕\"}");
      }

      @Override
      public Answer shipNow(String queueName, String token) {
        asked.add(queueName + " " + token);
        return new Answer(202, "{}");
      }
    });
  }

  @AfterEach
  void tearDown() {
    server.close();
  }

  @Test
  void pages_areServed() throws Exception {
    assertThat(get("/healthz")).isEqualTo("200 {\"alive\":true}");
    assertThat(get("/readyz")).isEqualTo("503 {\"ready\":false}");
    assertThat(get("/status")).isEqualTo("200 {\"name\":\"안녕\"}");
    assertThat(get("/")).startsWith("404 ");
    assertThat(request("GET", "/queues/a/ship-now", null)).startsWith("405 ");
    assertThat(request("POST", "/status", null)).startsWith("405 ");
  }

  @Test
  void shipNow_handsOverQueueAndToken() throws Exception {
    assertThat(request("POST", "/queues/a%2520b/ship-now", "Bearer secret")).isEqualTo("202 {}");
    assertThat(request("POST", "/queues/c/ship-now", null)).isEqualTo("202 {}");
    assertThat(asked).containsExactly("a%20b secret", "c ");
  }

  @Test
  void takenPort_isABindException() {
    int port = URI.create(server.url()).getPort();
    assertThatThrownBy(() -> new AdminServer("127.0.0.1", port)).isInstanceOf(BindException.class);
  }

  @Test
  void client_readsTheStatusOrNothing() {
    assertThat(AdminClient.status(server.url())).isEqualTo("{\"name\":\"안녕\"}");
    server.close();
    assertThat(AdminClient.status(server.url())).isNull();
    assertThat(AdminClient.status("nonsense")).isNull();
  }

  private String get(String path) throws Exception {
    return request("GET", path, null);
  }

  private String request(String method, String path, String authorization) throws Exception {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(server.url() + path).toURL().openConnection();
    connection.setRequestMethod(method);
    if (authorization != null) {
      connection.setRequestProperty("Authorization", authorization);
    }
    int status = connection.getResponseCode();
    try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return status + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
