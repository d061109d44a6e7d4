package com.gt8004.benchmarks.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class RequestHeadTest {
  private static final byte[] BODY =
      ("{\"agent_id\":\"a\",\"sdk_version\":\"java-0.1.0\",\"batch_id\":"
              + "\"0199a5e2-7c41-7d3a-9b62-1f0e4c8a7b00:950-999\",\"entries\":[{\"entry_id\":\"x\"}]}")
          .getBytes(StandardCharsets.US_ASCII);

  @Test
  void parse_waitsForTheWholeHead() throws IOException {
    String head = "POST /v1/ingest HTTP/1.1\r\nHost: x\r\ncontent-length: 120\r\n\r\n";
    assertThat(RequestHead.parse(head.substring(0, head.length() - 1))).isNull();
    assertThat(RequestHead.parse(head + "{\"agent"))
        .isEqualTo(new RequestHead(head.length(), 120, false));
  }

  @Test
  void parse_seesCompression() throws IOException {
    RequestHead head =
        RequestHead.parse("POST / HTTP/1.1\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\n");
    assertThat(head).isNotNull();
    assertThat(head.gzip()).isTrue();
  }

  @Test
  void parse_refusesABodyWithoutALength() {
    assertThatThrownBy(() -> RequestHead.parse("POST / HTTP/1.1\r\nHost: x\r\n\r\n"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void entriesIn_countsByTheBatchId() throws IOException {
    assertThat(RequestHead.entriesIn(BODY, 0, BODY.length, false)).isEqualTo(50);
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(BODY);
    }
    assertThat(RequestHead.entriesIn(gzip.toByteArray(), 0, gzip.size(), true)).isEqualTo(50);
  }
}
