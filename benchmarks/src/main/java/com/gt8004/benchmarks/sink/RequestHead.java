package com.gt8004.benchmarks.sink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The head of one request and of its body.
 *
 * @param length of the head with its empty line
 * @param bodyLength as the head says; {@link #CHUNKED} for a body that says so itself
 */
record RequestHead(int length, long bodyLength, boolean gzip) {
  /** No more of a request need be there to see how many entries it has. */
  static final int BYTES_MAX = 2 << 10;

  /** The length of a body that comes in chunks. */
  static final long CHUNKED = -1;

  private static final String END = "\r\n\r\n";
  private static final String LENGTH = "\r\ncontent-length:";
  private static final String CHUNKS = "\r\ntransfer-encoding: chunked\r\n";
  private static final String GZIP = "\r\ncontent-encoding: gzip";
  private static final String BATCH_ID = "\"batch_id\":\"";
  private static final int GZIP_HEADER_BYTES = 10;

  /** The head that {@code text} begins with; null if it is not whole yet. */
  static @org.jspecify.annotations.Nullable RequestHead parse(String text) throws IOException {
    int end = text.indexOf(END);
    if (end < 0) {
      return null;
    }
    String head = text.substring(0, end + 2).toLowerCase(Locale.ROOT);
    return new RequestHead(end + END.length(), bodyLength(head), head.contains(GZIP));
  }

  private static long bodyLength(String head) throws IOException {
    int at = head.indexOf(LENGTH);
    if (at < 0 && head.contains(CHUNKS)) {
      return CHUNKED;
    }
    if (at < 0) {
      throw new IOException("a request without Content-Length: " + head);
    }
    int from = at + LENGTH.length();
    return Long.parseLong(head.substring(from, head.indexOf("\r\n", from)).strip());
  }

  /** How many entries a body has whose first bytes these are: its batch id tells. */
  static int entriesIn(byte[] bytes, int offset, int length, boolean gzip) throws IOException {
    String start = gzip
        ? inflated(bytes, offset, length)
        : new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    int id = start.indexOf(BATCH_ID);
    int end = start.indexOf('"', id + BATCH_ID.length());
    if (id < 0 || end < 0) {
      throw new IOException("no batch_id in the first bytes of a body: " + start);
    }
    String batchId = start.substring(id + BATCH_ID.length(), end);
    int colon = batchId.lastIndexOf(':');
    int dash = batchId.lastIndexOf('-');
    if (colon < 0) {
      return 0; // the first ping
    }
    long first = Long.parseLong(batchId.substring(colon + 1, dash));
    return (int) (Long.parseLong(batchId.substring(dash + 1)) - first + 1);
  }

  private static String inflated(byte[] bytes, int offset, int length) throws IOException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(bytes, offset + GZIP_HEADER_BYTES, length - GZIP_HEADER_BYTES);
      byte[] start = new byte[BYTES_MAX];
      int inflated = inflater.inflate(start);
      return new String(start, 0, inflated, StandardCharsets.ISO_8859_1);
    } catch (DataFormatException e) {
      throw new IOException("a body that says gzip and is not", e);
    } finally {
      inflater.end();
    }
  }
}
