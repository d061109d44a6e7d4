package com.gt8004.sdk.capture;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keeps the first bytes of a body that flows past and counts all of them. Takes memory as the body
 * comes, never more than its limit. Thread-safe, because an asynchronous request may still be written
 * by one thread while another one ends it.
 */
public final class BodyCapture {
  /** Bytes that are kept of each body: 16,384, as the platform's other SDKs do. */
  public static final int BYTES_MAX = 16_384;

  private static final int BYTES_FIRST = 512;

  private final int bytesMax;
  private byte[] kept = new byte[0];
  private int keptLength;
  private long size;

  /** Whether bytes went past that were not offered to be kept. */
  private boolean passed;

  /** Keeps at most {@link #BYTES_MAX} bytes. */
  public BodyCapture() {
    this(BYTES_MAX);
  }

  BodyCapture(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** One byte went past. */
  public synchronized void add(int oneByte) {
    if (!passed && keptLength < bytesMax) {
      makeRoom(1);
      kept[keptLength++] = (byte) oneByte;
    }
    size++;
  }

  /** These bytes went past. */
  public synchronized void add(byte[] bytes, int offset, int length) {
    int taken = passed ? 0 : Math.min(length, bytesMax - keptLength);
    if (taken > 0) {
      makeRoom(taken);
      System.arraycopy(bytes, offset, kept, keptLength, taken);
      keptLength += taken;
    }
    size += length;
  }

  /** So many more bytes went past, which nobody has in memory: they count, and what follows is not kept. */
  public synchronized void pass(long bytes) {
    if (bytes > 0) {
      size += bytes;
      passed = true;
    }
  }

  /** Forgets everything: the body was thrown away before it left. */
  public synchronized void clear() {
    keptLength = 0;
    size = 0;
    passed = false;
  }

  /** Bytes that went past, kept or not. */
  public synchronized long size() {
    return size;
  }

  /** Whether the body was longer than what is kept of it. */
  public synchronized boolean cut() {
    return size > keptLength;
  }

  /** The kept bytes as text. A character that the cut went through is dropped; malformed bytes become U+FFFD. */
  public synchronized String text(Charset charset) {
    return decoded(kept, keptLength, size == keptLength, charset);
  }

  synchronized BodyText.Read read(Charset charset) {
    return new BodyText.Read(text(charset), cut());
  }

  /** What the kept bytes hold in packed form; no text where they do not. */
  synchronized BodyText.Read unpacked(Charset charset, boolean gzip) {
    GzipBody body = gzip ? GzipBody.unpack(kept, keptLength, cut(), bytesMax) : null;
    return body == null
        ? new BodyText.Read(null, false)
        : new BodyText.Read(decoded(body.bytes(), body.length(), !body.cut(), charset), body.cut());
  }

  private static String decoded(byte[] bytes, int length, boolean wholeBody, Charset charset) {
    if (charset.equals(StandardCharsets.UTF_8)) {
      return new String(bytes, 0, wholeBody ? length : wholeCharacters(bytes, length), charset);
    }
    CharsetDecoder decoder = charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .onUnmappableCharacter(CodingErrorAction.REPLACE);
    CharBuffer text =
        CharBuffer.allocate((int) Math.ceil(length * (double) decoder.maxCharsPerByte()) + 1);
    // Without the end of input the decoder leaves an incomplete last character where it is.
    decoder.decode(ByteBuffer.wrap(bytes, 0, length), text, wholeBody);
    if (wholeBody) {
      decoder.flush(text);
    }
    return text.flip().toString();
  }

  /** The length without the last character of UTF-8, where bytes of it are missing. */
  private static int wholeCharacters(byte[] bytes, int length) {
    for (int back = 1; back <= Math.min(3, length); back++) {
      int b = bytes[length - back] & 0xff;
      if (b >= 0xc0) {
        int needed = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
        return needed > back ? length - back : length;
      }
      if (b < 0x80) {
        return length;
      }
    }
    return length;
  }

  private void makeRoom(int more) {
    int needed = keptLength + more;
    if (needed > kept.length) {
      int doubled = Math.max(BYTES_FIRST, kept.length * 2);
      kept = Arrays.copyOf(kept, Math.min(bytesMax, Math.max(needed, doubled)));
    }
  }
}
