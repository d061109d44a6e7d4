package com.gt8004.benchmarks.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class CountingSinkTest {
  @Test
  void sink_countsEntriesAndTellsItsMarks() throws IOException {
    List<Long> told = Collections.synchronizedList(new ArrayList<>());
    Marks marks = new Marks((mark, counts) -> told.add(mark));
    marks.add(100);
    marks.add(120);
    marks.add(1_000);
    CountingSink sink = new CountingSink(false, false, marks, problem -> {});
    sink.serve();
    String body = "{\"batch_id\":\"0199a5e2-7c41-7d3a-9b62-1f0e4c8a7b00:0-49\",\"entries\":["
        + "x".repeat(3_000) + "]}";
    String request = "POST / HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    try (Socket client = new Socket("127.0.0.1", sink.port())) {
      for (int i = 0; i < 3; i++) {
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String expected = "{\"accepted\":50}";
        String reply = "";
        while (!reply.endsWith(expected)) {
          int read = client.getInputStream().read();
          assertThat(read).isGreaterThanOrEqualTo(0);
          reply += (char) read;
        }
      }
    }
    SinkCounts counts = sink.counts();
    assertThat(counts.entries()).isEqualTo(150);
    assertThat(counts.requests()).isEqualTo(3);
    assertThat(counts.bodyBytes()).isEqualTo(3L * body.length());
    assertThat(counts.connections()).isEqualTo(1);
    assertThat(told).containsExactly(100L, 120L);
  }

  /** As the shipper sends what it compresses: the length is known when all has gone. */
  @Test
  void bodyInChunks_isCountedLikeAnother() throws IOException {
    CountingSink sink =
        new CountingSink(false, false, new Marks((mark, counts) -> {}), problem -> {});
    sink.serve();
    byte[] body = gzip("{\"batch_id\":\"0199a5e2-7c41-7d3a-9b62-1f0e4c8a7b00:0-49\",\"entries\":["
        + "x,".repeat(30_000) + "]}");
    try (Socket client = new Socket("127.0.0.1", sink.port())) {
      for (int chunk : new int[] {7, 100, body.length}) {
        client.getOutputStream().write(inChunks(body, chunk));
        String reply = "";
        while (!reply.endsWith("{\"accepted\":50}")) {
          int read = client.getInputStream().read();
          assertThat(read).isGreaterThanOrEqualTo(0);
          reply += (char) read;
        }
      }
    }
    assertThat(sink.counts().entries()).isEqualTo(150);
    assertThat(sink.counts().bodyBytes()).isEqualTo(3L * body.length);
  }

  private static byte[] inChunks(byte[] body, int size) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.write(
        ascii("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"));
    for (int from = 0; from < body.length; from += size) {
      int length = Math.min(size, body.length - from);
      request.write(ascii(Integer.toHexString(length) + "\r\n"));
      request.write(body, from, length);
      request.write(ascii("\r\n"));
    }
    request.write(ascii("0\r\n\r\n"));
    return request.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(ascii(text));
    }
    return bytes.toByteArray();
  }
}
