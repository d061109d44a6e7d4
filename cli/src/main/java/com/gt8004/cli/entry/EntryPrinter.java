package com.gt8004.cli.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.console.OutputFormat;
import com.gt8004.sdk.queue.EpochClock;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Writes entries to standard output. Bodies are left out unless asked for: they are what may be private. */
public final class EntryPrinter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Console console;
  private final OutputFormat format;
  private final boolean showBodies;
  private final EntryWriter json;

  public EntryPrinter(Console console, OutputFormat format, boolean showBodies) {
    this.console = console;
    this.format = format;
    this.showBodies = showBodies;
    this.json = EntryWriter.ndjson(showBodies);
  }

  /** One entry: a line of JSON, or a line of text with its bodies below it. */
  public void print(FoundEntry entry) {
    if (format.isJson()) {
      json.write(entry);
      console.out(json.bytes(), 0, json.length());
    } else {
      text(entry);
    }
  }

  private void text(FoundEntry entry) {
    ObjectNode payload = parse(entry);
    StringBuilder line = new StringBuilder(TIME.format(EpochClock.instantOf(entry.eventMicros())));
    line.append("  ").append(member(payload, "method")).append(' ').append(member(payload, "path"));
    line.append("  ").append(member(payload, "status_code"));
    line.append("  ").append(member(payload, "response_ms")).append(" ms");
    append(line, "  tool ", payload.get("tool_name"));
    append(line, "  customer ", payload.get("customer_id"));
    append(line, "  error ", payload.get("error_type"));
    append(line, "  paid ", payload.get("x402_amount"));
    line.append("  ")
        .append(entry.settled() ? "settled" : "waiting")
        .append("  ")
        .append(entry.id());
    console.out(line.toString());
    if (showBodies) {
      body("request", payload.get("request_body"));
      body("response", payload.get("response_body"));
    }
  }

  private void body(String name, @Nullable JsonNode body) {
    if (body != null) {
      console.out("    " + name + ": " + SafeText.of(body.asText()));
    }
  }

  private static void append(StringBuilder line, String label, @Nullable JsonNode value) {
    if (value != null) {
      line.append(label).append(SafeText.of(value.asText()));
    }
  }

  private static String member(ObjectNode payload, String name) {
    JsonNode value = payload.get(name);
    return value == null ? "-" : SafeText.of(value.asText());
  }

  private static ObjectNode parse(FoundEntry entry) {
    try {
      return (ObjectNode) Json.mapper().readTree(entry.payload());
    } catch (IOException | ClassCastException e) {
      throw new IllegalStateException(
          "entry " + entry.id() + " has a good checksum but is no JSON object", e);
    }
  }
}
