package com.gt8004.cli.entry;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts a stream of bytes into lines without decoding them. Memory is bounded by the longest line allowed. */
final class LineReader {
  /** An entry has at most 1 MiB encoded; escapes such as {@code \}{@code u0041} may take six bytes for one. */
  static final int LINE_BYTES_MAX = 8 << 20;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private byte[] buffer = new byte[64 << 10];
  private int start;
  private int end;
  private int filled;
  private boolean exhausted;
  private boolean tooLong;
  private long number;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** Moves to the next line; false at the end of the stream. */
  boolean next() throws IOException {
    if (number > 0) {
      start = Math.min(end + 1, filled);
    }
    tooLong = false;
    int from = start;
    while (true) {
      int at = newline(from);
      if (at >= 0) {
        return line(at);
      }
      from = filled;
      if (exhausted) {
        return (start < filled || tooLong) && line(filled);
      }
      from -= makeRoom();
      int count = in.read(buffer, filled, buffer.length - filled);
      exhausted = count < 0;
      filled += Math.max(0, count);
    }
  }

  private boolean line(int endOfLine) {
    end = endOfLine;
    number++;
    if (number == 1
        && end - start >= 3
        && Arrays.equals(buffer, start, start + 3, BYTE_ORDER_MARK, 0, 3)) {
      start += 3;
    }
    return true;
  }

  private int newline(int from) {
    for (int i = from; i < filled; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Room behind what is filled: by moving the line to the front, growing, or forgetting what is too long anyway. */
  private int makeRoom() {
    if (filled < buffer.length) {
      return 0;
    }
    int moved = start;
    System.arraycopy(buffer, start, buffer, 0, filled - start);
    filled -= start;
    start = 0;
    if (filled == buffer.length && buffer.length < LINE_BYTES_MAX) {
      buffer = Arrays.copyOf(buffer, Math.min(LINE_BYTES_MAX, buffer.length * 2));
    } else if (filled == buffer.length) {
      tooLong = true;
      moved += filled;
      filled = 0;
    }
    return moved;
  }

  byte[] bytes() {
    return buffer;
  }

  int offset() {
    return start;
  }

  int length() {
    return end - start;
  }

  boolean tooLong() {
    return tooLong;
  }

  boolean blank() {
    for (int i = start; i < end; i++) {
      if (buffer[i] > ' ' || buffer[i] < 0) {
        return false;
      }
    }
    return !tooLong;
  }

  /** Number of the present line, from 1. */
  long number() {
    return number;
  }
}
