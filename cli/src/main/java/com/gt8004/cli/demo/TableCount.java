package com.gt8004.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.console.Json;
import java.util.BitSet;

/**
 * Counts the rows of the table by the client's number, and compares the bodies with what that number
 * sends and gets. Not thread-safe.
 */
final class TableCount {
  private final BitSet stored = new BitSet();
  private long duplicates;
  private long altered;
  private long foreign;
  private String firstAltered = "";

  /** One exported row, a JSON object. */
  void row(String line) {
    if (line.isBlank()) {
      return;
    }
    JsonNode row;
    try {
      row = Json.mapper().readTree(line);
    } catch (JsonProcessingException e) {
      altered++;
      return;
    }
    String requestBody = row.path("request_body").asText("");
    long number = DemoRequest.numberIn(requestBody);
    if (number <= 0 || number > Integer.MAX_VALUE) {
      foreign++;
      return;
    }
    if (stored.get((int) number)) {
      duplicates++;
    }
    stored.set((int) number);
    DemoRequest request = new DemoRequest(number);
    if (!requestBody.equals(request.requestBody())
        || !row.path("response_body").asText("").equals(request.replyBody())) {
      altered++;
      firstAltered = firstAltered.isEmpty() ? line : firstAltered;
    }
  }

  /** Numbers that are in the table. */
  long stored() {
    return stored.cardinality();
  }

  /** Rows beyond the first of their number. */
  long duplicates() {
    return duplicates;
  }

  /** Rows whose bodies are not what was sent. */
  long altered() {
    return altered;
  }

  /** The first such row; empty if there is none. */
  String firstAltered() {
    return firstAltered;
  }

  /** Rows without a number of ours, such as those of a person who tried the agent by hand. */
  long foreign() {
    return foreign;
  }

  /** How many of these numbers are not in the table. */
  long missing(BitSet numbers) {
    BitSet missing = (BitSet) numbers.clone();
    missing.andNot(stored);
    return missing.cardinality();
  }
}
