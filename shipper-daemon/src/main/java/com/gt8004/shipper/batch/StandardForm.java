package com.gt8004.shipper.batch;

import org.jspecify.annotations.Nullable;

/** Payloads byte by byte as they stand in the journal. Thread-safe: stateless. */
final class StandardForm implements PayloadForm {
  static final StandardForm INSTANCE = new StandardForm();

  private StandardForm() {}

  @Override
  public int length(long sequence, byte[] payload, int offset, int length, long bodyBytesMax) {
    return length;
  }

  @Override
  public void add(
      BatchAssembler to, long sequence, long appendMicros, byte[] payload, int offset, int length) {
    to.add(sequence, appendMicros, payload, offset, length);
  }

  @Override
  public int originalBytes() {
    return 0;
  }

  @Override
  public @Nullable Originals takeOriginals() {
    return null;
  }
}
