package com.gt8004.cli.entry;

import com.gt8004.cli.console.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry as one record of RFC 4180, in columns that never change their order: new ones are added at
 * the end. A field that the entry does not have is empty. Not thread-safe.
 */
final class EntryCsv implements EntryWriter {
  private static final List<String> KNOWN = List.of("entry_id", "queue", "settled", "append_time");
  private static final List<String> BODIES = List.of("request_body", "response_body");
  private static final List<String> PAYLOAD = List.of(
      "timestamp",
      "request_id",
      "method",
      "path",
      "status_code",
      "response_ms",
      "customer_id",
      "tool_name",
      "error_type",
      "protocol",
      "source",
      "request_body_size",
      "response_body_size",
      "truncated",
      "x402_amount",
      "x402_tx_hash",
      "x402_token",
      "x402_payer",
      "ip_address",
      "user_agent",
      "referer",
      "content_type",
      "accept_language",
      "headers");

  private final List<String> columns;
  private final Map<String, Integer> columnOf = new HashMap<>();
  private final int[] starts;
  private final int[] ends;
  private final PayloadScan scan = new PayloadScan();
  private final KnownBytes known = new KnownBytes();
  private final LineBytes line = new LineBytes();

  EntryCsv(boolean showBodies) {
    columns = new ArrayList<>(PAYLOAD);
    if (showBodies) {
      columns.addAll(BODIES);
    }
    for (String column : columns) {
      columnOf.put(column, columnOf.size());
    }
    starts = new int[columns.size()];
    ends = new int[columns.size()];
  }

  @Override
  public byte[] head() {
    String head = String.join(",", KNOWN) + "," + String.join(",", columns) + "\r\n";
    return head.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void write(FoundEntry entry) {
    line.clear();
    known.entryId(entry, line);
    line.append(',');
    known.queue(entry, line);
    line.append(entry.settled() ? ",true," : ",false,");
    known.appendTime(entry, line);
    Arrays.fill(starts, -1);
    scan.of(entry.payload());
    while (scan.next()) {
      Integer column = columnOf.get(scan.name());
      if (column != null) {
        starts[column] = scan.valueStart();
        ends[column] = scan.valueEnd();
      }
    }
    for (int i = 0; i < starts.length; i++) {
      line.append(',');
      if (starts[i] >= 0) {
        value(entry.payload(), starts[i], ends[i]);
      }
    }
    line.append("\r\n");
  }

  private void value(byte[] json, int start, int end) {
    if (json[start] == '"') {
      text(json, start, end);
    } else if (json[start] == '{' || json[start] == '[') {
      quoted(json, start, end);
    } else {
      line.append(json, start, end);
    }
  }

  /** A JSON text without escapes is copied as it is; others are decoded. */
  private void text(byte[] json, int start, int end) {
    boolean plain = true;
    for (int i = start + 1; i < end - 1 && plain; i++) {
      plain = json[i] != '\\';
    }
    if (plain) {
      line.append(json, start, end);
      return;
    }
    try {
      byte[] decoded = Json.mapper()
          .readTree(json, start, end - start)
          .textValue()
          .getBytes(StandardCharsets.UTF_8);
      quoted(decoded, 0, decoded.length);
    } catch (IOException e) {
      throw new UncheckedIOException("a payload with a good checksum is JSON", e);
    }
  }

  private void quoted(byte[] text, int start, int end) {
    line.append('"');
    int from = start;
    for (int i = start; i < end; i++) {
      if (text[i] == '"') {
        line.append(text, from, i + 1).append('"');
        from = i + 1;
      }
    }
    line.append(text, from, end).append('"');
  }

  @Override
  public byte[] bytes() {
    return line.bytes();
  }

  @Override
  public int length() {
    return line.length();
  }
}
