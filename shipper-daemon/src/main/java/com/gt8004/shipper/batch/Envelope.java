package com.gt8004.shipper.batch;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/** What stands around the entries of a request (docs/protocol). */
final class Envelope {
  /** The writer's name on the wire. At most 16 characters, the narrowest column of a known service. */
  static final String SDK_VERSION = "java-0.1.0";

  static final byte[] END = {']', '}'};

  private Envelope() {}

  static byte[] head(String agentId, String batchId) {
    String head = "{\"agent_id\":\"" + escaped(agentId)
        + "\",\"sdk_version\":\"" + SDK_VERSION
        + "\",\"batch_id\":\"" + batchId
        + "\",\"entries\":[";
    return head.getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
