package com.gt8004.sdk.capture;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The first bytes of what a gzip body holds. Belongs to one reader. */
final class GzipBody {
  private final byte[] bytes;
  private final int length;
  private final boolean cut;

  private GzipBody(byte[] bytes, int length, boolean cut) {
    this.bytes = bytes;
    this.length = length;
    this.cut = cut;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Whether there is more of it, here or behind where the packed bytes were cut. */
  boolean cut() {
    return cut;
  }

  /** Unpacks at most so many bytes; null where this is no gzip, or a broken one. */
  static @Nullable GzipBody unpack(
      byte[] packed, int packedLength, boolean packedCut, int bytesMax) {
    byte[] bytes = new byte[bytesMax + 1]; // one more tells whether there is more
    int length = 0;
    boolean ended = false;
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(packed, 0, packedLength))) {
      while (!ended && length < bytes.length) {
        int count = in.read(bytes, length, bytes.length - length);
        ended = count < 0;
        length += Math.max(count, 0);
      }
    } catch (EOFException cutOff) {
      if (!packedCut) {
        return null;
      }
    } catch (IOException broken) {
      return null;
    }
    return new GzipBody(bytes, Math.min(length, bytesMax), !ended);
  }
}
