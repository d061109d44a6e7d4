package com.gt8004.shipper.batch;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Payloads in the live platform's words, each cut so that it fits into a request of its own. Converts an
 * entry once, however often it is asked whether it fits, and keeps the originals beside. Not thread-safe.
 */
final class PlatformForm implements PayloadForm {
  private final String agentId;
  private final UUID journalId;
  private long convertedSequence = -1;
  private long convertedMax;
  private byte[] converted = {};
  private boolean cut;
  private @Nullable Originals originals;

  PlatformForm(String agentId, UUID journalId) {
    this.agentId = agentId;
    this.journalId = journalId;
  }

  @Override
  public int length(long sequence, byte[] payload, int offset, int length, long bodyBytesMax) {
    if (convertedSequence != sequence || convertedMax != bodyBytesMax) {
      String id = journalId + ":" + sequence;
      int head = Envelope.head(agentId, id + "-" + sequence).length;
      long around = head + BatchAssembler.idLength(id) - 1L + Envelope.END.length;
      convert(payload, offset, length, bodyBytesMax - around);
      convertedSequence = sequence;
      convertedMax = bodyBytesMax;
    }
    return converted.length;
  }

  private void convert(byte[] payload, int offset, int length, long lengthMax) {
    byte[] whole = PlatformEntry.of(payload, offset, length, Long.MAX_VALUE);
    boolean fits = whole.length <= lengthMax;
    converted = fits ? whole : PlatformEntry.of(payload, offset, length, lengthMax);
    cut = converted.length < whole.length;
  }

  @Override
  public void add(
      BatchAssembler to, long sequence, long appendMicros, byte[] payload, int offset, int length) {
    if (convertedSequence != sequence) {
      throw new IllegalStateException("entry " + sequence + " was not asked for with takes()");
    }
    to.add(sequence, appendMicros, converted, 0, converted.length);
    if (originals == null) {
      originals = new Originals();
    }
    originals.add(payload, offset, length, cut);
    convertedSequence = -1;
  }

  @Override
  public int originalBytes() {
    return originals == null ? 0 : originals.bytes();
  }

  @Override
  public @Nullable Originals takeOriginals() {
    Originals taken = originals;
    originals = null;
    return taken;
  }
}
