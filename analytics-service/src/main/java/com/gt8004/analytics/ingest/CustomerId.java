package com.gt8004.analytics.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds who asked where the entry does not say: in its headers, then its body, then its address. */
final class CustomerId {
  static final int CHARACTERS_MAX = 128;
  private static final String HEADER = "x-customer-id";
  private static final ObjectMapper JSON = new ObjectMapper();

  private CustomerId() {}

  static @Nullable String find(
      @Nullable ObjectNode headers, @Nullable String requestBody, @Nullable String ipAddress) {
    String found = headers == null ? null : inHeaders(headers);
    if (found == null && requestBody != null) {
      found = inBody(requestBody);
    }
    return found != null ? found : ipAddress;
  }

  private static @Nullable String inHeaders(ObjectNode headers) {
    for (Map.Entry<String, JsonNode> header : headers.properties()) {
      if (header.getKey().equalsIgnoreCase(HEADER)) {
        return usable(header.getValue());
      }
    }
    return null;
  }

  private static @Nullable String inBody(String body) {
    // Most bodies have none: do not parse 16 KiB to learn that.
    if (!body.contains("customer_id") && !body.contains("customerId")) {
      return null;
    }
    try {
      JsonNode tree = JSON.readTree(body);
      if (!(tree instanceof ObjectNode object)) {
        return null;
      }
      String found = usable(object.get("customer_id"));
      return found != null ? found : usable(object.get("customerId"));
    } catch (JsonProcessingException e) {
      // Not JSON, or cut off at the capture limit.
      return null;
    }
  }

  /** Text or a number; something too long was not meant as a name, so the next place is asked. */
  private static @Nullable String usable(@Nullable JsonNode value) {
    if (value == null || !(value.isTextual() || value.isIntegralNumber())) {
      return null;
    }
    String text = CleanText.of(value.asText()).strip();
    return text.isEmpty() || CleanText.lengthOf(text) > CHARACTERS_MAX ? null : text;
  }
}
