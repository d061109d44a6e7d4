package com.gt8004.shipper.batch;

import org.jspecify.annotations.Nullable;

/** How a {@link Dialect} has the payloads of one journal in a request. Not thread-safe. */
interface PayloadForm {
  /**
   * Bytes of the payload as the request has it.
   *
   * @param bodyBytesMax of the request: what would not even fit alone may be cut for it
   */
  int length(long sequence, byte[] payload, int offset, int length, long bodyBytesMax);

  /** Adds the entry whose {@link #length} was asked for last. */
  void add(
      BatchAssembler to, long sequence, long appendMicros, byte[] payload, int offset, int length);

  /** Bytes of what {@link #takeOriginals} would give. */
  int originalBytes();

  /**
   * The payloads added since the last call as they stand in the journal, for a batch that has them in
   * other words; null if it has the same.
   */
  @Nullable
  Originals takeOriginals();
}
