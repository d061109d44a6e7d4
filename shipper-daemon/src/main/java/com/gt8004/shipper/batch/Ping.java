package com.gt8004.shipper.batch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * The one entry that asks an unknown URL who it is. Services store no request for an entry whose
 * source is {@code sdk_ping}; it only marks the agent as connected. Immutable.
 */
public final class Ping implements RequestBody {
  private final String entryId;
  private final byte[] body;

  /** A ping of {@code agentId}; {@code id} makes it unlike any other. */
  public Ping(String agentId, UUID id, Instant at) {
    this.entryId = "ping-" + id;
    String entry = """
        {"entry_id":"%s","request_id":"startup-ping","method":"PING","path":"/_sdk/startup",\
        "status_code":0,"response_ms":0,"timestamp":"%s","source":"sdk_ping"}]}""".formatted(entryId, at);
    byte[] head = Envelope.head(agentId, "ping");
    byte[] rest = entry.getBytes(StandardCharsets.US_ASCII);
    body = new byte[head.length + rest.length];
    System.arraycopy(head, 0, body, 0, head.length);
    System.arraycopy(rest, 0, body, head.length, rest.length);
  }

  @Override
  public String id() {
    return "ping";
  }

  @Override
  public int count() {
    return 1;
  }

  @Override
  public long length() {
    return body.length;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(body);
  }

  @Override
  public int indexOf(String id) {
    return id.equals(entryId) ? 0 : -1;
  }
}
