package com.gt8004.sdk.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** The container's stream, with a copy of what is read going to the capture. */
final class TeeInputStream extends ServletInputStream {
  private final ServletInputStream source;
  private final BodyCopy copy;

  TeeInputStream(ServletInputStream source, BodyCopy copy) {
    this.source = source;
    this.copy = copy;
  }

  boolean isOf(ServletInputStream other) {
    return source == other;
  }

  @Override
  public int read() throws IOException {
    int oneByte = source.read();
    if (oneByte >= 0) {
      copy.add(oneByte);
    }
    return oneByte;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = source.read(bytes, offset, length);
    if (count > 0) {
      copy.add(bytes, offset, count);
    }
    return count;
  }

  @Override
  public int available() throws IOException {
    return source.available();
  }

  @Override
  public boolean isFinished() {
    return source.isFinished();
  }

  @Override
  public boolean isReady() {
    return source.isReady();
  }

  @Override
  public void setReadListener(ReadListener listener) {
    source.setReadListener(listener);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
