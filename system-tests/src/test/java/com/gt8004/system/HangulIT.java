package com.gt8004.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Text that is not ASCII is the same to the byte from {@code log()} to the table and to {@code tail}. */
class HangulIT {
  private static final String AGENT = "hangul-agent";
  private static final String REQUEST = "{\"message\": \"안녕\"}";
  private static final String RESPONSE = "{\"reply\": \"안녕하세요 🙂\"}";

  @Test
  void hangul_survivesAnAsciiLocaleEverywhere() throws Exception {
    try (Product product = new Product()) {
      product.environment().put("LC_ALL", "C");
      product.startAnalytics();
      String key = product.addAgent(AGENT);
      try (GT8004Logger logger =
          GT8004Logger.builder().agentId(AGENT).queueRoot(product.queueRoot()).build()) {
        logger.log(RequestLogEntry.builder()
            .method("POST")
            .path("/api/chat")
            .statusCode(200)
            .responseMs(142.5)
            .requestBody(REQUEST)
            .responseBody(RESPONSE)
            .build());
      }
      ChildProcess tail = product.cli("", "tail", "--show-bodies");
      assertThat(tail.exitCode(Duration.ZERO)).as(tail.err()).isZero();
      assertThat(tail.out()).contains("안녕하세요 🙂").contains("안녕");

      product.startShipper(key);
      product.awaitDrained(Duration.ofSeconds(60));
      JsonNode row = product.rows(AGENT).get(0);
      assertThat(row.path("request_body").textValue()).isEqualTo(REQUEST);
      assertThat(row.path("response_body").textValue()).isEqualTo(RESPONSE);
    }
  }
}
