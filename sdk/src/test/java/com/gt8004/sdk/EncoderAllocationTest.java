package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ENCODES = 200;

  /** What else a JVM does on a thread only adds, so the least of some runs is what encoding takes. */
  private static final int RUNS_MAX = 20;

  private final EntryBuffers buffers = new EntryBuffers(1 << 20);

  @ParameterizedTest
  @CsvSource({
    "300, The quick brown fox",
    "500, The quick brown fox",
    "4096, The quick brown fox",
    "16384, The quick brown fox",
    "300, 안녕하세요 ",
    "500, 안녕하세요 ",
    "4096, 안녕하세요 ",
    "16384, 안녕하세요 ",
    "300, '\"key\": \"value\\'",
    "4096, '\"key\": \"value\\'",
    "16384, '\"key\": \"value\\'",
    "4096, 'mostly narrow, then 안'"
  })
  void encode_ofAPreparedEntryAllocatesNothing(int bodyBytes, String unit) {
    int unitBytes = unit.getBytes(StandardCharsets.UTF_8).length;
    RequestLogEntry entry = entry(unit.repeat(bodyBytes / unitBytes));
    long least = Long.MAX_VALUE;
    for (int run = 0; run < RUNS_MAX && least > 0; run++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < ENCODES; i++) {
        EntryBuffer buffer = buffers.take();
        EntryEncoder.encode(entry, buffer);
        buffers.give(buffer);
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("bytes allocated by %d encodes", ENCODES).isLessThan(ENCODES);
  }

  /** Every field, and numbers that have to be prepared. */
  private static RequestLogEntry entry(String body) {
    return RequestLogEntry.builder()
        .method("POST")
        .path("/v1/chat/completions")
        .statusCode(200)
        .responseMs(0.1 + 0.2)
        .timestamp(Instant.parse("2026-11-22T09:00:00.123456Z"))
        .customerId("customer-123")
        .toolName("chat_completion")
        .requestBody(body)
        .responseBody(body)
        .requestBodySize(1_000_000L)
        .responseBodySize(2_000_000L)
        .errorType("IllegalStateException")
        .x402Amount(new BigDecimal("0.050000000000000001"))
        .x402TxHash("0x1f2e3d4c5b6a79880102030405060708090a0b0c0d0e0f101112131415161718")
        .x402Token("USDC-base")
        .x402Payer("0x52908400098527886E0F7030069857D2E4169EE7")
        .headers(Map.of("accept", "application/json", "x-customer-id", "고객-1"))
        .ipAddress("203.0.113.9")
        .userAgent("curl/8.5.0")
        .referer("https://example.com/")
        .contentType("application/json")
        .acceptLanguage("ko-KR,ko;q=0.9")
        .protocol("http")
        .source("sdk")
        .build();
  }
}
