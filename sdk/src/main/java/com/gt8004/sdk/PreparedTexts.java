package com.gt8004.sdk;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Of an entry, what cannot be encoded without allocating: made once when the entry is built, so that
 * logging it allocates nothing. Immutable.
 */
final class PreparedTexts {
  /** The response time where {@link JsonNumber} cannot write it from the number. */
  final @Nullable String responseMs;

  /** The amount in plain digits. */
  final @Nullable String x402Amount;

  /** Name, value, name, value; in the order in which the headers were given. */
  final String[] headers;

  PreparedTexts(double responseMs, @Nullable BigDecimal x402Amount, Map<String, String> headers) {
    this.responseMs = JsonNumber.textOf(responseMs);
    this.x402Amount = x402Amount == null ? null : x402Amount.toPlainString();
    this.headers = new String[headers.size() * 2];
    int i = 0;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      this.headers[i++] = header.getKey();
      this.headers[i++] = header.getValue();
    }
  }
}
