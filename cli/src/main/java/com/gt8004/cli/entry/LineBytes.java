package com.gt8004.cli.entry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a line under way, in room that grows and is used again. Not thread-safe. */
final class LineBytes {
  private static final int DIGITS_MAX = 20;

  private final byte[] digits = new byte[DIGITS_MAX];
  private byte[] bytes = new byte[4 << 10];
  private int length;

  void clear() {
    length = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  LineBytes append(byte[] from) {
    return append(from, 0, from.length);
  }

  LineBytes append(byte[] from, int start, int end) {
    int count = end - start;
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
    System.arraycopy(from, start, bytes, length, count);
    length += count;
    return this;
  }

  LineBytes append(char ascii) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    bytes[length++] = (byte) ascii;
    return this;
  }

  LineBytes append(String text) {
    return append(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A number that is not below 0. */
  LineBytes append(long number) {
    return append(number, 1);
  }

  /** The same with zeros before it, as wide as this at least. */
  LineBytes append(long number, int width) {
    int at = DIGITS_MAX;
    long left = number;
    while (left > 0 || DIGITS_MAX - at < width) {
      digits[--at] = (byte) ('0' + left % 10);
      left /= 10;
    }
    return append(digits, at, DIGITS_MAX);
  }
}
