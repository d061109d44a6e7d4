package com.gt8004.shipper.send;

import com.gt8004.shipper.batch.RequestBody;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Compressors at rest: at most as many as ever were at work at once. Thread-safe. */
final class GzipCompressors implements AutoCloseable {
  private final ConcurrentLinkedQueue<GzipCompressor> resting = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /** Writes {@code body} compressed, on the calling thread. */
  void write(RequestBody body, OutputStream target) throws IOException {
    @Nullable GzipCompressor rested = resting.poll();
    GzipCompressor compressor = rested == null ? new GzipCompressor() : rested;
    try {
      compressor.write(body, target);
    } finally {
      resting.add(compressor);
      if (closed) {
        close();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    for (@Nullable GzipCompressor one = resting.poll(); one != null; one = resting.poll()) {
      one.close();
    }
  }
}
