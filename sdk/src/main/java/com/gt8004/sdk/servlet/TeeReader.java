package com.gt8004.sdk.servlet;

import com.gt8004.sdk.capture.CharacterTee;
import java.io.IOException;
import java.io.Reader;

/** The container's reader, with a copy of what is read going to the capture. */
final class TeeReader extends Reader {
  private final Reader source;
  private final CharacterTee tee;
  private final BodyCopy copy;

  TeeReader(Reader source, CharacterTee tee, BodyCopy copy) {
    super(source);
    this.source = source;
    this.tee = tee;
    this.copy = copy;
  }

  @Override
  public int read(char[] characters, int offset, int length) throws IOException {
    int count = source.read(characters, offset, length);
    if (count > 0) {
      copy.add(tee, characters, offset, count);
    }
    return count;
  }

  @Override
  public boolean ready() throws IOException {
    return source.ready();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
