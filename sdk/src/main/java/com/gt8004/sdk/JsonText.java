package com.gt8004.sdk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Writes strings as the inside of JSON strings in UTF-8: quotes, backslashes and controls escaped, a
 * lone surrogate, which UTF-8 does not have, as U+FFFD. Allocates nothing. Not thread-safe: owns the
 * scratch space that a string is copied to in chunks.
 *
 * <p>Most text has one byte a character. Such a chunk is narrowed by the JDK's ISO 8859-1 encoder, which
 * is compiled to vector instructions, then copied eight bytes at a time while looking for what needs an
 * escape. docs/RATIONALE.md says what that gains.
 */
final class JsonText {
  /** Characters at a time: enough that the cost per chunk does not show, small enough to keep. */
  private static final int CHUNK = 2048;

  /** Below this the loop over characters is quicker than the encoder's set-up. */
  private static final int NARROWED_MIN = 24;

  /** The most bytes that a character takes: a control as six, such as backslash u001f. */
  private static final int BYTES_PER_CHAR_MAX = 6;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = EACH << 7;
  private static final long LOW_BITS = ~HIGH_BITS;
  private static final long QUOTES = '"' * EACH;
  private static final long BACKSLASHES = '\\' * EACH;

  /** Added to a byte, it sets the high bit from the space on. */
  private static final long TO_SPACES = (0x80 - ' ') * EACH;

  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.ISO_8859_1);

  /** For each ASCII character what stands behind the backslash; 0 where none is needed. */
  private static final byte[] ESCAPES = escapes();

  private final char[] chars = new char[CHUNK];
  private final byte[] narrow = new byte[CHUNK];
  private final CharBuffer charsView = CharBuffer.wrap(chars);
  private final ByteBuffer narrowView = ByteBuffer.wrap(narrow);
  private final CharsetEncoder narrower = StandardCharsets.ISO_8859_1.newEncoder();

  /** Writes all of it, or as much as it takes to overflow the buffer. */
  void append(String text, EntryBuffer into) {
    int length = text.length();
    for (int from = 0; from < length && !into.overflown(); ) {
      int to = chunkEnd(text, from, CHUNK);
      chunk(text, from, to, into);
      from = to;
    }
  }

  /**
   * Writes as many characters from the start as fit into that many bytes; never half a pair.
   *
   * @return whether that was all of it
   */
  boolean append(String text, EntryBuffer into, int bytesMax) {
    int length = text.length();
    int limit = into.end() + bytesMax;
    int from = 0;
    // Whole chunks while even their worst case fits: each step uses a sixth of what is left, or
    // more.
    int sure = Math.min(CHUNK, bytesMax / BYTES_PER_CHAR_MAX);
    while (from < length && sure > 1) {
      int to = chunkEnd(text, from, sure);
      chunk(text, from, to, into);
      from = to;
      sure = Math.min(CHUNK, (limit - into.end()) / BYTES_PER_CHAR_MAX);
    }
    while (from < length) {
      int before = into.end();
      int to = from + Character.charCount(text.codePointAt(from));
      chunk(text, from, to, into);
      if (into.end() > limit) {
        into.end(before);
        return false;
      }
      from = to;
    }
    return true;
  }

  /** At most that many characters further, but not between the two of a pair. */
  private static int chunkEnd(String text, int from, int charsMax) {
    int to = from + charsMax;
    if (to >= text.length()) {
      return text.length();
    }
    return charsMax > 1 && Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to;
  }

  private void chunk(String text, int from, int to, EntryBuffer into) {
    int length = to - from;
    text.getChars(from, to, chars, 0);
    byte[] out = into.reserve(length * BYTES_PER_CHAR_MAX + Long.BYTES);
    int at = into.end();
    int done = 0;
    if (length >= NARROWED_MIN) {
      done = narrowed(length);
      at = copyNarrow(done, out, at);
    }
    into.end(copyWide(done, length, out, at));
  }

  /** Narrows the chunk up to its first character above U+00FF. */
  private int narrowed(int length) {
    charsView.limit(length).position(0);
    narrowView.limit(length).position(0);
    // "More may come" keeps the encoder without state, so that it never needs a reset.
    narrower.encode(charsView, narrowView, false);
    return narrowView.position();
  }

  private int copyNarrow(int length, byte[] out, int outAt) {
    byte[] in = narrow;
    int at = outAt;
    int i = 0;
    while (i <= length - Long.BYTES) {
      long eight = (long) LONG.get(in, i);
      long special = special(eight);
      if (special == 0) {
        LONG.set(out, at, eight);
        at += Long.BYTES;
      } else {
        at = copyMixed(eight, special, out, at);
      }
      i += Long.BYTES;
    }
    while (i < length) {
      at = narrow(in[i++] & 0xFF, out, at);
    }
    return at;
  }

  /** Eight bytes of which some are special: what lies between those goes as a whole. */
  private static int copyMixed(long eight, long specials, byte[] out, int outAt) {
    int at = outAt;
    int done = 0; // bits
    for (long special = specials; special != 0; special &= special - 1) {
      int bit = Long.numberOfTrailingZeros(special) - (Byte.SIZE - 1);
      LONG.set(out, at, eight >>> done);
      at = narrow((int) (eight >>> bit) & 0xFF, out, at + ((bit - done) >>> 3));
      done = bit + Byte.SIZE;
    }
    LONG.set(
        out, at, eight >>> done); // where nothing is left, a shift by 64 is none, and overwritten
    return at + ((Long.SIZE - done) >>> 3);
  }

  /**
   * The high bit of each byte that is not to be copied as it is: a control, a quote, a backslash, or
   * 0x80 and above. No sum of seven bits with seven bits carries over into the next byte.
   */
  private static long special(long eight) {
    long notQuote = ((eight ^ QUOTES) & LOW_BITS) + LOW_BITS;
    long notBackslash = ((eight ^ BACKSLASHES) & LOW_BITS) + LOW_BITS;
    long notControl = (eight & LOW_BITS) + TO_SPACES;
    return (~(notQuote & notBackslash & notControl) | eight) & HIGH_BITS;
  }

  private static int narrow(int c, byte[] out, int at) {
    return c < 0x80 ? ascii(c, out, at) : two(c, out, at);
  }

  private int copyWide(int from, int to, byte[] out, int outAt) {
    char[] in = chars;
    int at = outAt;
    int i = from;
    while (i < to) {
      char c = in[i++];
      if (c < 0x80) {
        at = ascii(c, out, at);
      } else if (c < 0x800) {
        at = two(c, out, at);
      } else if (!Character.isSurrogate(c)) {
        at = three(c, out, at);
      } else if (i < to && Character.isSurrogatePair(c, in[i])) {
        at = four(Character.toCodePoint(c, in[i++]), out, at);
      } else {
        at = three('\uFFFD', out, at);
      }
    }
    return at;
  }

  private static int ascii(int c, byte[] out, int at) {
    byte escape = ESCAPES[c];
    if (escape == 0) {
      out[at] = (byte) c;
      return at + 1;
    }
    out[at] = '\\';
    out[at + 1] = escape;
    if (escape != 'u') {
      return at + 2;
    }
    out[at + 2] = '0';
    out[at + 3] = '0';
    out[at + 4] = HEX[c >> 4];
    out[at + 5] = HEX[c & 0xF];
    return at + 6;
  }

  private static int two(int c, byte[] out, int at) {
    out[at] = (byte) (0xC0 | c >> 6);
    out[at + 1] = continuation(c);
    return at + 2;
  }

  private static int three(int c, byte[] out, int at) {
    out[at] = (byte) (0xE0 | c >> 12);
    out[at + 1] = continuation(c >> 6);
    out[at + 2] = continuation(c);
    return at + 3;
  }

  private static int four(int codePoint, byte[] out, int at) {
    out[at] = (byte) (0xF0 | codePoint >> 18);
    out[at + 1] = continuation(codePoint >> 12);
    out[at + 2] = continuation(codePoint >> 6);
    out[at + 3] = continuation(codePoint);
    return at + 4;
  }

  /** A byte of UTF-8 behind the first: the lowest six bits. */
  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  private static byte[] escapes() {
    byte[] escapes = new byte[0x80];
    for (int control = 0; control < ' '; control++) {
      escapes[control] = 'u';
    }
    escapes['\b'] = 'b';
    escapes['\t'] = 't';
    escapes['\n'] = 'n';
    escapes['\f'] = 'f';
    escapes['\r'] = 'r';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
  }
}
