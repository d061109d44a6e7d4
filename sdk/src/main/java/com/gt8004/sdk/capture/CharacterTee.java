package com.gt8004.sdk.capture;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Feeds a {@link BodyCapture} from characters, for bodies that are read or written through a reader or
 * writer: encodes them as the container does, so that sizes are those of the wire. A surrogate pair may
 * come in two calls. Thread-safe.
 */
public final class CharacterTee {
  private static final int CHUNK_BYTES = 1_024;

  private final BodyCapture target;
  private final Charset charset;
  private final boolean asciiIsOneByte;
  private final CharsetEncoder encoder;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);

  /** First half of a surrogate pair whose second half has not come yet; 0 where there is none. */
  private char highSurrogate;

  public CharacterTee(BodyCapture target, Charset charset) {
    this.target = target;
    this.charset = charset.canEncode() ? charset : StandardCharsets.UTF_8;
    asciiIsOneByte = this.charset.equals(StandardCharsets.UTF_8)
        || this.charset.equals(StandardCharsets.ISO_8859_1)
        || this.charset.equals(StandardCharsets.US_ASCII);
    encoder = this.charset
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .onUnmappableCharacter(CodingErrorAction.REPLACE);
  }

  /** What the captured bytes are encoded in. */
  public Charset charset() {
    return charset;
  }

  /** One character went past. */
  public synchronized void add(char character) {
    if (asciiIsOneByte && character < 0x80 && highSurrogate == 0) {
      target.add(character);
    } else {
      encode(CharBuffer.wrap(new char[] {character}));
    }
  }

  /** These characters went past. */
  public synchronized void add(char[] characters, int offset, int length) {
    encode(CharBuffer.wrap(characters, offset, length));
  }

  /** The characters of {@code text} from {@code start} up to {@code end} went past. */
  public synchronized void add(CharSequence text, int start, int end) {
    encode(CharBuffer.wrap(text, start, end));
  }

  /** Forgets everything: the body was thrown away before it left. */
  public synchronized void clear() {
    highSurrogate = 0;
    encoder.reset();
    target.clear();
  }

  private void encode(CharBuffer characters) {
    if (highSurrogate != 0 && characters.hasRemaining()) {
      CharBuffer pair = CharBuffer.wrap(new char[] {highSurrogate, characters.get()});
      highSurrogate = 0;
      drain(pair);
    }
    drain(characters);
  }

  private void drain(CharBuffer characters) {
    CoderResult result;
    do {
      result = encoder.encode(characters, chunk, false);
      target.add(chunk.array(), 0, chunk.position());
      chunk.clear();
    } while (result.isOverflow());
    if (characters.hasRemaining()) {
      highSurrogate = characters.get();
    }
  }
}
