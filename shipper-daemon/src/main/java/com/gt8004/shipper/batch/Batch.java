package com.gt8004.shipper.batch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run of entries of one journal, without gaps, as the body of one request. Immutable. Made by
 * {@link BatchAssembler}; its size is bounded by {@link BatchLimits}, or it holds one entry.
 */
public final class Batch implements RequestBody {
  /** The array that parts of one batch share, and how many they are. */
  private static final class Shared {
    private final byte[] array;
    private int users = 1;

    Shared(byte[] array) {
      this.array = array;
    }
  }

  private final String agentId;
  private final UUID journalId;
  private final long first;
  private final long firstAppendMicros;
  private final String id;
  private final byte[] head;
  private final byte[] entries;
  private final Shared shared;
  private final int entriesStart;
  private final int[] payloadEnds;
  private final int firstEnd;
  private final int count;
  private final @Nullable Batch uncut;
  private final @Nullable Originals originals;

  /**
   * A batch over {@code entries}.
   *
   * @param originals payloads as they stand in the journal, where the request has them in another
   *     dialect; null where they are the same
   */
  Batch(
      String agentId,
      UUID journalId,
      long first,
      long firstAppendMicros,
      byte[] entries,
      int[] payloadEnds,
      int count,
      @Nullable Originals originals) {
    this(
        agentId,
        journalId,
        first,
        firstAppendMicros,
        new Shared(entries),
        0,
        payloadEnds,
        0,
        count,
        null,
        originals);
  }

  private Batch(
      String agentId,
      UUID journalId,
      long first,
      long firstAppendMicros,
      Shared shared,
      int entriesStart,
      int[] payloadEnds,
      int firstEnd,
      int count,
      @Nullable Batch uncut,
      @Nullable Originals originals) {
    this.agentId = agentId;
    this.journalId = journalId;
    this.first = first;
    this.firstAppendMicros = firstAppendMicros;
    this.id = journalId + ":" + first + "-" + (first + count - 1);
    this.head = Envelope.head(agentId, id);
    this.shared = shared;
    this.entries = shared.array;
    this.entriesStart = entriesStart;
    this.payloadEnds = payloadEnds;
    this.firstEnd = firstEnd;
    this.count = count;
    this.uncut = uncut;
    this.originals = originals;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int count() {
    return count;
  }

  /** Sequence of the first entry. */
  public long first() {
    return first;
  }

  /** Sequence of the last entry. */
  public long last() {
    return first + count - 1;
  }

  /** When the first entry was appended, or an earlier one, in microseconds since the epoch. */
  public long firstAppendMicros() {
    return firstAppendMicros;
  }

  @Override
  public long length() {
    return (long) head.length + entriesLength() + Envelope.END.length;
  }

  /** What it takes of memory, about: a small one counts as the array that it began with. */
  public long heldBytes() {
    long bytes = Math.max(BodyBuffers.BYTES_FIRST, length());
    if (uncut != null) {
      bytes += uncut.heldBytes();
    }
    return originals == null ? bytes : bytes + originals.bytes();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(head);
    out.write(entries, entriesStart, entriesLength());
    out.write(Envelope.END);
  }

  @Override
  public int indexOf(String entryId) {
    String prefix = journalId + ":";
    if (!entryId.startsWith(prefix)) {
      return -1;
    }
    try {
      long index = Long.parseLong(entryId.substring(prefix.length())) - first;
      return index >= 0 && index < count ? (int) index : -1;
    } catch (NumberFormatException notOfThisJournal) {
      return -1;
    }
  }

  /**
   * Gives its array back to be filled again, once all parts have. To be called last, and only when its
   * request is over: nothing of it may be read afterwards. Not of a batch that was split: its parts do.
   */
  public void release(BodyBuffers buffers) {
    Shared lent = uncut == null ? shared : uncut.shared;
    lent.users--;
    if (lent.users == 0) {
      buffers.give(lent.array);
    }
  }

  @Override
  public Dialect dialect() {
    boolean platform = uncut == null ? originals != null : uncut.originals != null;
    return platform ? Dialect.PLATFORM : Dialect.STANDARD;
  }

  /** Id of the entry at {@code index}, from 0. */
  public String entryId(int index) {
    return journalId + ":" + (first + index);
  }

  /**
   * The entry at {@code index}, from 0, as it stands in the journal, whatever was cut of it for the
   * request: one JSON object without its id.
   */
  public String payload(int index) {
    if (originals != null) {
      return originals.text(firstEnd + index);
    }
    return uncut == null
        ? new String(payloadBytes(index), StandardCharsets.UTF_8)
        : uncut.payload(index);
  }

  private byte[] payloadBytes(int index) {
    int idLength = BatchAssembler.idLength(entryId(index));
    byte[] payload = Arrays.copyOfRange(entries, start(index) + idLength - 1, end(index));
    payload[0] = '{';
    return payload;
  }

  private int start(int index) {
    return index == 0 ? entriesStart : end(index - 1) + 1; // one comma between two
  }

  private int end(int index) {
    return payloadEnds[firstEnd + index];
  }

  private int entriesLength() {
    return end(count - 1) - entriesStart;
  }

  // ---- less of it ----

  /**
   * Two batches over the same bytes, to take the place of this one.
   *
   * @param index of the first entry of the second one, 1 to {@link #count()} - 1
   */
  public List<Batch> split(int index) {
    if (index < 1 || index >= count) {
      throw new IllegalArgumentException("split at " + index + ", allowed are 1 to " + (count - 1));
    }
    shared.users++;
    return List.of(part(0, index), part(index, count));
  }

  private Batch part(int from, int to) {
    return new Batch(
        agentId,
        journalId,
        first + from,
        firstAppendMicros,
        shared,
        start(from),
        payloadEnds,
        firstEnd + from,
        to - from,
        uncut,
        originals);
  }

  /** Where to {@link #split} so that both parts are about as long; only with two entries or more. */
  public int middle() {
    int half = entriesStart + entriesLength() / 2;
    int index = 1;
    while (index < count - 1 && end(index) <= half) {
      index++;
    }
    return index;
  }

  /**
   * The only entry with less of its bodies, so that the request is no longer than {@code lengthMax} if
   * that can be; with none of them if it cannot.
   *
   * @return null if the entry has nothing more to cut
   */
  public @Nullable Batch cut(long lengthMax) {
    if (count != 1) {
      throw new IllegalStateException("cut " + this + " of " + count + " entries");
    }
    Batch whole = uncut == null ? this : uncut;
    byte[] payload = whole.payloadBytes(0);
    int idLength = BatchAssembler.idLength(entryId(0));
    long around = (long) head.length + idLength - 1 + Envelope.END.length;
    byte[] less = BodyCut.cut(payload, Math.max(0, lengthMax - around));
    if (less == null || around + less.length >= length()) {
      return null;
    }
    byte[] entry = new byte[idLength - 1 + less.length];
    System.arraycopy(whole.entries, whole.entriesStart, entry, 0, idLength);
    System.arraycopy(less, 1, entry, idLength, less.length - 1);
    int[] ends = {entry.length};
    return new Batch(
        agentId,
        journalId,
        first,
        firstAppendMicros,
        new Shared(entry),
        0,
        ends,
        0,
        1,
        whole,
        null);
  }

  /** Of how many entries something was cut for the request. */
  public int cutCount() {
    if (uncut != null) {
      return 1;
    }
    return originals == null ? 0 : originals.cuts(firstEnd, firstEnd + count);
  }

  @Override
  public String toString() {
    return "batch " + id;
  }
}
