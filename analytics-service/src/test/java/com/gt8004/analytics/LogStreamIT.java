package com.gt8004.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.analytics.testing.TestService;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Entries as they arrive, and what a client that was away missed. */
@Timeout(60)
class LogStreamIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static TestService service;

  @BeforeAll
  static void start() throws Exception {
    service = TestService.shared();
  }

  private record Event(String name, String id, String requestId) {}

  /** A stream that is open when the constructor returns. */
  private static final class Stream implements AutoCloseable {
    private final InputStream in;
    private final BufferedReader lines;

    Stream(String path, String header, String value, String lastEventId) throws Exception {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(service.url() + path)).header(header, value);
      if (lastEventId != null) {
        request.header("Last-Event-ID", lastEventId);
      }
      HttpResponse<InputStream> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
      in = response.body();
      lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      assertThat(lines.readLine()).isEqualTo("retry: 3000");
    }

    Event next() throws Exception {
      String name = "";
      String id = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          return new Event(
              name, id, JSON.readTree(line.substring(6)).path("request_id").asText());
        }
      }
      throw new IllegalStateException("the stream ended");
    }

    @Override
    public void close() throws Exception {
      in.close();
    }
  }

  private static void ingest(String key, String... requestIds) throws Exception {
    List<String> entries = new ArrayList<>();
    for (String id : requestIds) {
      entries.add("{\"request_id\": \"" + id
          + "\", \"method\": \"GET\", \"path\": \"/\", \"status_code\": 200,"
          + " \"response_ms\": 1, \"timestamp\": \"2026-11-22T09:00:00Z\"}");
    }
    assertThat(service
            .ingest(key, "{\"entries\": [" + String.join(",", entries) + "]}")
            .status())
        .isEqualTo(200);
  }

  @Test
  void stream_showsANewEntryWithinASecondOnceAndGoesOnWhereItEnded() throws Exception {
    String key = service.addAgent("streamed");
    String noise = service.addAgent("streamed-noise");
    String path = "v1/agents/streamed/logs/stream";
    ingest(key, "before");
    Event last;
    try (Stream stream = new Stream(path, "Authorization", "Bearer " + key, null)) {
      ingest(noise, "other");
      Instant sent = Instant.now();
      ingest(key, "one");
      last = stream.next();
      assertThat(Duration.between(sent, Instant.now())).isLessThan(Duration.ofSeconds(3));
      assertThat(last.requestId()).isEqualTo("one");
      assertThat(last.name()).isEqualTo("log");
      ingest(key, "one", "two");
      last = stream.next();
      assertThat(last.requestId()).as("a repeated entry is no new one").isEqualTo("two");
    }
    ingest(key, "three", "four");
    try (Stream again = new Stream(path, "Authorization", "Bearer " + key, last.id())) {
      assertThat(again.next().requestId()).isEqualTo("three");
      assertThat(again.next().requestId()).isEqualTo("four");
    }
  }

  @Test
  void streamOverAllAgents_isForWhoMaySeeAllAndResumesToo() throws Exception {
    String one = service.addAgent("streamed-all-one");
    String two = service.addAgent("streamed-all-two");
    List<String> seen = new ArrayList<>();
    String path = "v1/dashboard/logs/stream";
    Event last = null;
    try (Stream stream = new Stream(path, "Cookie", service.adminCookie(), null)) {
      ingest(one, "all-1");
      ingest(two, "all-2");
      while (!seen.containsAll(List.of("all-1", "all-2"))) {
        last = stream.next();
        seen.add(last.requestId());
      }
    }
    ingest(one, "all-3");
    try (Stream stream = new Stream(path, "Cookie", service.adminCookie(), last.id())) {
      while (!seen.contains("all-3")) {
        seen.add(stream.next().requestId());
      }
    }
    assertThat(service.get("v1/agents/streamed-all-two/logs/stream", one).status())
        .isEqualTo(403);
    assertThat(service.get("v1/agents/streamed-all-two/logs/stream", "x").status())
        .isEqualTo(401);
  }
}
