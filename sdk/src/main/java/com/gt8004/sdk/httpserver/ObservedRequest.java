package com.gt8004.sdk.httpserver;

import com.gt8004.sdk.capture.BodyCapture;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The request's body, with a copy of what is read going to the capture. */
final class ObservedRequest extends FilterInputStream {
  private final BodyCapture capture;

  ObservedRequest(InputStream source, BodyCapture capture) {
    super(source);
    this.capture = capture;
  }

  @Override
  public int read() throws IOException {
    int oneByte = super.read();
    if (oneByte >= 0) {
      capture.add(oneByte);
    }
    return oneByte;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count > 0) {
      capture.add(bytes, offset, count);
    }
    return count;
  }

  @Override
  public boolean markSupported() {
    return false; // what is read twice would be copied twice
  }
}
