package com.gt8004.cli.entry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks the outermost members of a payload without building anything: where each begins and ends, in
 * bytes. The payload is one of the queue's, found whole by its checksum: JSON without a fault, written
 * without spaces between its parts or with them. Not thread-safe; one object serves any number of
 * payloads, one after the other.
 */
public final class PayloadScan {
  private byte[] json = {};
  private int end;
  private int at;
  private int memberStart;
  private int nameStart;
  private int nameEnd;
  private int valueStart;
  private int valueEnd;

  /** Stands before the first member of this object. */
  public PayloadScan of(byte[] payload) {
    return of(payload, 0, payload.length);
  }

  /** The same for a part of an array. */
  public PayloadScan of(byte[] bytes, int offset, int length) {
    json = bytes;
    end = offset + length;
    at = offset;
    at = afterSpaces(at);
    if (at >= end || json[at] != '{') {
      throw new IllegalArgumentException("no JSON object in " + length + " bytes");
    }
    at++;
    return this;
  }

  /** Moves to the next member; false if there is none. */
  public boolean next() {
    at = afterSpaces(at);
    if (json[at] == ',') {
      at = afterSpaces(at + 1);
    }
    if (json[at] == '}') {
      return false;
    }
    memberStart = at;
    nameStart = at + 1;
    nameEnd = afterString(at) - 1;
    at = afterSpaces(nameEnd + 1);
    valueStart = afterSpaces(at + 1); // behind the colon
    valueEnd = afterValue(valueStart);
    at = valueEnd;
    return true;
  }

  /** Whether the present member has this name. */
  public boolean named(byte[] name) {
    return Arrays.equals(json, nameStart, nameEnd, name, 0, name.length);
  }

  public String name() {
    return new String(json, nameStart, nameEnd - nameStart, StandardCharsets.UTF_8);
  }

  /** Where the quote before the present member's name stands. */
  public int memberStart() {
    return memberStart;
  }

  public int valueStart() {
    return valueStart;
  }

  /** One past the last byte of the value. */
  public int valueEnd() {
    return valueEnd;
  }

  private int afterSpaces(int from) {
    int next = from;
    while (next < end && json[next] <= ' ' && json[next] >= 0) {
      next++;
    }
    return next;
  }

  private int afterString(int quote) {
    int next = quote + 1;
    while (json[next] != '"') {
      next += json[next] == '\\' ? 2 : 1;
    }
    return next + 1;
  }

  private int afterValue(int from) {
    byte first = json[from];
    if (first == '"') {
      return afterString(from);
    }
    if (first == '{' || first == '[') {
      return afterNested(from);
    }
    int next = from;
    while (next < end && json[next] != ',' && json[next] != '}' && json[next] > ' ') {
      next++;
    }
    return next;
  }

  private int afterNested(int from) {
    int depth = 0;
    int next = from;
    do {
      byte c = json[next];
      if (c == '"') {
        next = afterString(next);
        continue;
      }
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
      next++;
    } while (depth > 0);
    return next;
  }
}
