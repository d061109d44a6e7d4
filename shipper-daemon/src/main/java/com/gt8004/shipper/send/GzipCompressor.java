package com.gt8004.shipper.send;

import com.gt8004.shipper.batch.RequestBody;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes bodies as gzip (RFC 1952), one at a time, straight into the connection: what it needs is made
 * once, and a body is never held twice. Not thread-safe.
 */
final class GzipCompressor implements AutoCloseable {
  /** As quick as level 1 and a little smaller; docs/RATIONALE.md has the table. */
  static final int LEVEL = 2;

  /** One piece of a chunked body; a network's packets are smaller anyhow. */
  private static final int OUT_BYTES = 16 << 10;

  /** Magic, deflate, no flags, no time, by no system in particular. */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final Deflater deflater;
  private final CRC32 crc = new CRC32();
  private final byte[] out = new byte[OUT_BYTES];

  GzipCompressor() {
    this(LEVEL);
  }

  GzipCompressor(int level) {
    deflater = new Deflater(level, true);
  }

  /** Writes the whole of {@code body}; may be called again, also after it failed. */
  void write(RequestBody body, OutputStream target) throws IOException {
    deflater.reset();
    crc.reset();
    target.write(HEADER);
    body.writeTo(new Input(target));
    deflater.finish();
    while (!deflater.finished()) {
      target.write(out, 0, deflater.deflate(out));
    }
    littleEndian(0, (int) crc.getValue());
    littleEndian(4, (int) deflater.getBytesRead());
    target.write(out, 0, 8);
  }

  private void littleEndian(int at, int value) {
    for (int i = 0; i < 4; i++) {
      out[at + i] = (byte) (value >>> (8 * i));
    }
  }

  /** Takes what the body writes. */
  private final class Input extends OutputStream {
    private final OutputStream target;

    Input(OutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      crc.update(bytes, offset, length);
      deflater.setInput(bytes, offset, length);
      while (!deflater.needsInput()) {
        int deflated = deflater.deflate(out);
        if (deflated > 0) {
          target.write(out, 0, deflated);
        }
      }
    }
  }

  /** Gives back memory that is not the collector's. */
  @Override
  public void close() {
    deflater.end();
  }
}
