package com.gt8004.benchmarks.contestant;

import com.gt8004.sdk.RequestLogEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry as names and values, which is what peers take. */
final class EntryFields {
  private EntryFields() {}

  static Map<String, Object> of(RequestLogEntry entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("request_id", entry.requestId());
    fields.put("method", entry.method());
    fields.put("path", entry.path());
    fields.put("status_code", entry.statusCode());
    fields.put("response_ms", entry.responseMs());
    fields.put("timestamp", entry.timestamp().toString());
    put(fields, "customer_id", entry.customerId());
    put(fields, "tool_name", entry.toolName());
    put(fields, "protocol", entry.protocol());
    put(fields, "user_agent", entry.userAgent());
    put(fields, "content_type", entry.contentType());
    put(fields, "response_body", entry.responseBody());
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
