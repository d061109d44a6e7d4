package com.gt8004.cli.entry;

import java.nio.charset.StandardCharsets;

/**
 * An entry as one line of JSON: what the queue knows of it, then the payload's own bytes, so that they
 * stay as they were appended and nothing is parsed into objects. Not thread-safe.
 */
final class EntryJson implements EntryWriter {
  private static final byte[] ENTRY_ID = ascii("{\"entry_id\":\"");
  private static final byte[] QUEUE = ascii("\",\"queue\":");
  private static final byte[] SETTLED = ascii(",\"settled\":true,\"append_time\":\"");
  private static final byte[] WAITING = ascii(",\"settled\":false,\"append_time\":\"");
  private static final byte[] END_OF_KNOWN = ascii("\"");
  private static final byte[] END = ascii("}\n");
  private static final byte[] REQUEST_BODY = ascii("request_body");
  private static final byte[] RESPONSE_BODY = ascii("response_body");

  private final boolean showBodies;
  private final PayloadScan scan = new PayloadScan();
  private final KnownBytes known = new KnownBytes();
  private final LineBytes line = new LineBytes();

  EntryJson(boolean showBodies) {
    this.showBodies = showBodies;
  }

  @Override
  public void write(FoundEntry entry) {
    line.clear();
    line.append(ENTRY_ID);
    known.entryId(entry, line);
    line.append(QUEUE);
    known.queue(entry, line);
    line.append(entry.settled() ? SETTLED : WAITING);
    known.appendTime(entry, line);
    line.append(END_OF_KNOWN);
    payload(entry.payload());
    line.append(END);
  }

  @Override
  public byte[] bytes() {
    return line.bytes();
  }

  @Override
  public int length() {
    return line.length();
  }

  private void payload(byte[] payload) {
    if (showBodies) {
      line.append(',').append(payload, 1, payload.length - 1); // what stands between the braces
      return;
    }
    scan.of(payload);
    while (scan.next()) {
      if (!scan.named(REQUEST_BODY) && !scan.named(RESPONSE_BODY)) {
        line.append(',').append(payload, scan.memberStart(), scan.valueEnd());
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
