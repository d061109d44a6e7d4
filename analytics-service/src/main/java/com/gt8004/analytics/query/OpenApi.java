package com.gt8004.analytics.query;

import com.gt8004.analytics.http.Call;
import com.gt8004.analytics.http.Endpoint;
import com.gt8004.analytics.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** {@code /openapi.json}: what can be asked and how answers look. Thread-safe. */
public final class OpenApi implements Endpoint {
  private final Reply document;

  /** Reads the document out of the jar. */
  public OpenApi() {
    try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
      if (in == null) {
        throw new IllegalStateException("openapi.json is missing from this build");
      }
      document = new Reply(
          200, "application/json", in.readAllBytes(), Map.of("Cache-Control", "no-cache"));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read openapi.json", e);
    }
  }

  @Override
  public Reply answer(Call call) {
    return document;
  }
}
