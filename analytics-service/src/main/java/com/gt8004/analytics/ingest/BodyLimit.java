package com.gt8004.analytics.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Passes on that many bytes and then fails, whatever length was claimed. Not thread-safe. */
final class BodyLimit extends FilterInputStream {
  private final long bytesMax;
  private long bytes;

  BodyLimit(InputStream in, long bytesMax) {
    super(in);
    this.bytesMax = bytesMax;
  }

  /** The body was longer than allowed. */
  static final class Exceeded extends IOException {
    private static final long serialVersionUID = 1L;

    Exceeded(long bytesMax) {
      super("body is longer than " + bytesMax + " bytes");
    }
  }

  /** The cause that says so, or null. */
  static @Nullable Exceeded in(@Nullable Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof Exceeded exceeded) {
        return exceeded;
      }
    }
    return null;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    count(Math.max(0, read));
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(count);
    count(skipped);
    return skipped;
  }

  private void count(long more) throws IOException {
    bytes += more;
    if (bytes > bytesMax) {
      throw new Exceeded(bytesMax);
    }
  }
}
