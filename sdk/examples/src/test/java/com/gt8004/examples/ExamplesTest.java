package com.gt8004.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.examples.manuallogging.ManualLogging;
import com.gt8004.examples.quickstart.QuickStart;
import com.gt8004.examples.x402.X402Integration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
  @TempDir
  Path root;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void quickStart_logsEveryRequest() throws Exception {
    try (Example example = new Example(root, QuickStart.class, "0")) {
      String address = example.address();
      assertThat(send(HttpRequest.newBuilder(URI.create(address + "/"))).body())
          .isEqualTo("{\"message\": \"Hello World\"}");
      assertThat(send(HttpRequest.newBuilder(URI.create(address + "/chat"))
                  .POST(BodyPublishers.ofString("hello")))
              .body())
          .isEqualTo("{\"response\": \"5 characters\"}");
      List<JsonNode> logged = example.stopAndRead();
      assertThat(logged)
          .extracting(entry -> entry.path("path").asText())
          .containsExactly("/", "/chat");
      assertThat(logged.get(1).path("request_body").asText()).isEqualTo("hello");
    }
  }

  @Test
  void manualLogging_appendsTheGuidesEntry() throws Exception {
    try (Example example = new Example(root, ManualLogging.class)) {
      assertThat(example.printed()).contains("APPENDED").contains("./gt8004 ship");
      JsonNode entry = example.stopAndRead().get(0);
      assertThat(entry.path("customer_id").asText()).isEqualTo("customer-123");
      assertThat(entry.path("response_body").asText()).isEqualTo("{\"reply\": \"안녕하세요\"}");
      assertThat(entry.path("x402_amount").decimalValue()).isEqualByComparingTo("0.05");
    }
  }

  @Test
  void x402Integration_logsWhatWasPaid() throws Exception {
    String payment = "{\"x402Version\":1,\"scheme\":\"exact\",\"network\":\"base\",\"payload\":"
        + "{\"authorization\":{\"from\":\"0xPayer\",\"value\":\"50000\"}}}";
    String header = Base64.getEncoder().encodeToString(payment.getBytes(StandardCharsets.UTF_8));
    try (Example example = new Example(root, X402Integration.class, "0")) {
      URI premium = URI.create(example.address() + "/premium");
      assertThat(send(HttpRequest.newBuilder(premium)).statusCode()).isEqualTo(402);
      assertThat(
              send(HttpRequest.newBuilder(premium).header("X-PAYMENT", header)).statusCode())
          .isEqualTo(200);
      List<JsonNode> logged = example.stopAndRead();
      assertThat(logged.get(0).path("status_code").asInt()).isEqualTo(402);
      assertThat(logged.get(0).has("x402_amount")).isFalse();
      JsonNode paid = logged.get(1);
      assertThat(paid.path("x402_amount").decimalValue()).isEqualByComparingTo("0.05");
      assertThat(paid.path("x402_tx_hash").asText()).isEqualTo("0xabc");
      assertThat(paid.path("x402_payer").asText()).isEqualTo("0xPayer");
      assertThat(paid.toString()).doesNotContain(header);
    }
  }

  @Test
  void eachExample_isShortAndHasAReadmeOfFiveLines() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("."))) {
      List<Path> mains = files
          .filter(file -> file.toString().contains("src/main/java"))
          .filter(file -> file.toString().endsWith(".java"))
          .toList();
      assertThat(mains).hasSize(5).allSatisfy(main -> assertThat(Files.readAllLines(main))
          .hasSizeLessThan(100));
    }
    try (Stream<Path> files = Files.walk(Path.of("."))) {
      assertThat(files.filter(file -> file.endsWith("README.md")))
          .hasSize(5)
          .allSatisfy(readme -> assertThat(Files.readAllLines(readme)).hasSize(5));
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
