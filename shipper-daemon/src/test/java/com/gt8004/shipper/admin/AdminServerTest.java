package com.gt8004.shipper.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.HttpURLConnection;
import java.net.Socket;
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
        return Answer.json(200, "{\"alive\":true}");
      }

      @Override
      public Answer readiness() {
        return Answer.json(503, "{\"ready\":false}");
      }

      @Override
      public Answer status() {
        return Answer.json(200, "{\"name\":\"안녕\"}");
      }

      @Override
      public Answer metrics() {
        return new Answer(200, "text/plain", "up 1\n");
      }

      @Override
      public Answer order(Order order, String queueName, String token, String body) {
        asked.add(order + " " + queueName + " " + token + " " + body);
        return Answer.json(202, "{}");
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
    assertThat(get("/metrics")).isEqualTo("200 up 1\n");
    assertThat(get("/")).startsWith("404 ");
    assertThat(request("GET", "/queues/a/ship-now", null)).startsWith("405 ");
    assertThat(request("POST", "/status", null)).startsWith("405 ");
  }

  @Test
  void orders_handOverQueueAndToken() throws Exception {
    assertThat(request("POST", "/queues/a%2520b/ship-now", "Bearer secret")).isEqualTo("202 {}");
    assertThat(request("POST", "/queues/c/ship-now", null)).isEqualTo("202 {}");
    assertThat(request("POST", "/queues/c/pause", null)).isEqualTo("202 {}");
    assertThat(request("POST", "/queues/c/resume", null)).isEqualTo("202 {}");
    assertThat(request("POST", "/queues/c/destroy", null)).startsWith("405 ");
    assertThat(asked)
        .containsExactly("SHIP_NOW a%20b secret ", "SHIP_NOW c  ", "PAUSE c  ", "RESUME c  ");
  }

  /** By a socket: Java's own clients set the Host header themselves. */
  private String statusLine(String head) throws Exception {
    URI url = URI.create(server.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  @Test
  void requestThatNamesAnotherHost_isRefused() throws Exception {
    int port = URI.create(server.url()).getPort();
    for (String own : List.of("localhost", "LOCALHOST:" + port, "127.0.0.1:" + port, "[::1]:80")) {
      assertThat(statusLine("GET /status HTTP/1.1\r\nHost: " + own)).as(own).contains(" 200 ");
    }
    for (String other : List.of(
        "evil.example", "evil.example:" + port, "localhost.evil.example", "127.0.0.1.evil", "")) {
      assertThat(statusLine("GET /status HTTP/1.1\r\nHost: " + other)).as(other).contains(" 403 ");
      assertThat(statusLine("POST /queues/a/pause HTTP/1.1\r\nContent-Length: 0\r\nHost: " + other))
          .as(other)
          .contains(" 403 ");
    }
    assertThat(statusLine("GET /healthz HTTP/1.0")).contains(" 200 ");
    assertThat(asked).isEmpty();
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
