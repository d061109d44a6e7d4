package com.gt8004.shipper.batch;

import com.gt8004.sdk.queue.EntryId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One entry that somebody picked, as it goes into a {@link PickedBatch}. Immutable. */
public final class Pick {
  private final EntryId id;
  private final byte[] whole;
  private final byte[] sent;

  private Pick(EntryId id, byte[] whole, byte[] sent) {
    this.id = id;
    this.whole = whole;
    this.sent = sent;
  }

  /**
   * A picked entry of which all is sent.
   *
   * @param payload one JSON object with a member at least; not copied
   */
  public Pick(EntryId id, byte[] payload) {
    this(id, payload, payload);
  }

  /** Its identity. */
  public EntryId id() {
    return id;
  }

  /** Bytes in the body of a request. */
  long length() {
    return BatchAssembler.idLength(id.toString()) + sent.length - 1L;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(("{\"entry_id\":\"" + id + "\",").getBytes(StandardCharsets.US_ASCII));
    out.write(sent, 1, sent.length - 1);
  }

  /** With less of its bodies, so that {@link #length} is at most {@code lengthMax} if that can be; null if nothing more can be cut. */
  @Nullable
  Pick cut(long lengthMax) {
    long around = length() - sent.length;
    byte[] less = BodyCut.cut(whole, Math.max(0, lengthMax - around));
    return less == null || less.length >= sent.length ? null : new Pick(id, whole, less);
  }
}
