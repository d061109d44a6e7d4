package com.gt8004.shipper.batch;

/** The names and limits in which a request is written. */
public enum Dialect {
  /** The guide's names, and payloads byte by byte as they stand in the journal. */
  STANDARD(Long.MAX_VALUE),
  /** What the live platform stores; docs/protocol/platform.md has its names and limits. */
  PLATFORM(51_200);

  private final long bodyBytesMax;

  Dialect(long bodyBytesMax) {
    this.bodyBytesMax = bodyBytesMax;
  }

  /** {@code limits}, or as much of them as a request in this dialect may have. */
  public BatchLimits within(BatchLimits limits) {
    return limits.bytesMax() <= bodyBytesMax
        ? limits
        : new BatchLimits(limits.entriesMax(), bodyBytesMax);
  }
}
