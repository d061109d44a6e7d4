package com.gt8004.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.console.OutputFormat;
import com.gt8004.cli.entry.SafeText;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.QueueLetters;
import java.io.IOException;
import java.util.List;

/** Writes dead letters to standard output; bodies and headers only if asked for. */
final class LetterPrinter {
  private static final List<String> PRIVATE = List.of("request_body", "response_body", "headers");

  private final Console console;
  private final boolean showBodies;

  LetterPrinter(Console console, boolean showBodies) {
    this.console = console;
    this.showBodies = showBodies;
  }

  /** A letter in full, for people or for programs. */
  void print(QueueDirectory queue, QueueLetters.Letter letter, OutputFormat output)
      throws IOException {
    ObjectNode json = json(queue, letter);
    if (output.isJson()) {
      console.out(Json.text(json));
      return;
    }
    console.out("entry      " + letter.id());
    console.out("queue      " + queue.name());
    console.out("refused    " + letter.refusedAt() + ", status " + letter.status() + ", "
        + letter.attempts() + (letter.attempts() == 1 ? " request" : " requests"));
    console.out("the server " + SafeText.of(letter.serverError()));
    json.path("entry")
        .properties()
        .forEach(field -> console.out(
            String.format("  %-18s %s", field.getKey(), SafeText.of(text(field.getValue())))));
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.asText() : Json.text(value);
  }

  /** The file's own members, and the queue. */
  private ObjectNode json(QueueDirectory queue, QueueLetters.Letter letter) throws IOException {
    JsonNode entry = Json.mapper().readTree(letter.payload());
    if (!showBodies && entry instanceof ObjectNode fields) {
      fields.remove(PRIVATE);
    }
    ObjectNode json = Json.object();
    json.put("queue", queue.name());
    json.put("entry_id", letter.id().toString());
    json.set("entry", entry);
    json.put("status", letter.status());
    json.put("server_error", letter.serverError());
    json.put("refused_at", letter.refusedAt().toString());
    json.put("attempts", letter.attempts());
    return json;
  }
}
