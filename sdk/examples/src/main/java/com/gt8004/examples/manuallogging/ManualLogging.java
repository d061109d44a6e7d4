package com.gt8004.examples.manuallogging;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import java.math.BigDecimal;
import java.time.Duration;

/** The guide's manual logging: an entry made by hand, for what no filter sees. */
public final class ManualLogging {
  private ManualLogging() {}

  public static void main(String[] args) {
    try (GT8004Logger logger = GT8004Logger.fromEnvironment()) {
      AppendResult result = logger.log(RequestLogEntry.builder()
          .method("POST")
          .path("/api/chat")
          .statusCode(200)
          .responseMs(142.5)
          .customerId("customer-123")
          .toolName("chat_completion")
          .requestBody("{\"message\": \"안녕\"}")
          .responseBody("{\"reply\": \"안녕하세요\"}")
          .x402Amount(new BigDecimal("0.05"))
          .x402TxHash("0xabc")
          .build());
      System.out.println(result); // APPENDED: on disk, whatever happens to this process now
      boolean sent = logger.flush(Duration.ofSeconds(5));
      System.out.println(sent ? "delivered" : "on disk; start ./gt8004 ship to deliver it");
    }
  }
}
