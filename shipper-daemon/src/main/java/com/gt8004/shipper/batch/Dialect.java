package com.gt8004.shipper.batch;

import java.util.UUID;

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

  /** How it has the payloads of {@code journalId} in requests of {@code agentId}. */
  PayloadForm form(String agentId, UUID journalId) {
    return switch (this) {
      case STANDARD -> StandardForm.INSTANCE;
      case PLATFORM -> new PlatformForm(agentId, journalId);
    };
  }

  /** {@code limits}, or as much of them as a request in this dialect may have. */
  public BatchLimits within(BatchLimits limits) {
    return limits.bytesMax() <= bodyBytesMax
        ? limits
        : new BatchLimits(limits.entriesMax(), bodyBytesMax);
  }
}
