package com.gt8004.shipper.batch;

import com.gt8004.sdk.queue.tail.TailedEntry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Gathers entries of one journal into the next batch. Copies the payload bytes, in the form that the
 * dialect has them in, and writes the entry id in front of each. Never reorders, never drops, holds at
 * most one batch. Not thread-safe: owned by the shipping thread.
 */
public final class BatchAssembler {
  private static final String ID_BEFORE = "{\"entry_id\":\"";
  private static final String ID_AFTER = "\",";
  private static final int DIGITS_MAX = 19;

  private final String agentId;
  private final UUID journalId;
  private final byte[] idPrefix;
  private final BodyBuffers buffers;
  private final PayloadForm form;
  private byte[] entries = {};
  private int[] payloadEnds = {};
  private int length;
  private int count;
  private long first;
  private long firstAppendMicros;
  private int headLengthBare;

  /**
   * For entries of {@code journalId}, sent as {@code agentId} in the standard dialect.
   *
   * @param buffers where the bodies' arrays come from
   */
  public BatchAssembler(String agentId, UUID journalId, BodyBuffers buffers) {
    this(agentId, journalId, buffers, Dialect.STANDARD);
  }

  /** The same in another dialect. */
  public BatchAssembler(String agentId, UUID journalId, BodyBuffers buffers, Dialect dialect) {
    this(agentId, journalId, buffers, dialect.form(agentId, journalId));
  }

  BatchAssembler(String agentId, UUID journalId, BodyBuffers buffers, PayloadForm form) {
    this.agentId = agentId;
    this.journalId = journalId;
    this.buffers = buffers;
    this.form = form;
    this.idPrefix = (ID_BEFORE + journalId + ":").getBytes(StandardCharsets.US_ASCII);
  }

  /** Bytes that the id puts in front of a payload's second byte. */
  static int idLength(String entryId) {
    return ID_BEFORE.length() + entryId.length() + ID_AFTER.length();
  }

  /** True while no entry is gathered. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** Entries gathered so far. */
  public int count() {
    return count;
  }

  /** What they take in the body. */
  public int bytes() {
    return length;
  }

  /** What they take of memory; a small one counts as the array that it begins with. */
  public long heldBytes() {
    return count == 0 ? 0 : Math.max(BodyBuffers.BYTES_FIRST, length) + form.originalBytes();
  }

  /** Sequence of the first entry; only while not {@link #isEmpty()}. */
  public long first() {
    return first;
  }

  /** When the first entry was appended, in epoch microseconds; only while not {@link #isEmpty()}. */
  public long firstAppendMicros() {
    return firstAppendMicros;
  }

  /** Whether the batch can take this entry: it follows the last one, and the limits allow it. */
  public boolean takes(TailedEntry entry, BatchLimits limits) {
    int length = form.length(
        entry.sequence(),
        entry.bytes(),
        entry.payloadOffset(),
        entry.payloadLength(),
        limits.bytesMax());
    return takes(entry.sequence(), length, limits);
  }

  boolean takes(long sequence, int payloadLength, BatchLimits limits) {
    if (count == 0) {
      return true; // else an entry above bytesMax would never be sent
    }
    return sequence == first + count
        && count < limits.entriesMax()
        && bodyLengthWith(sequence, payloadLength) <= limits.bytesMax();
  }

  /** True when not even the smallest entry fits any more. */
  public boolean isFull(BatchLimits limits) {
    return count > 0 && !takes(first + count, 2, limits);
  }

  /** Adds an entry that {@link #takes} allowed. Copies it: it may be read over afterwards. */
  public void add(TailedEntry entry) {
    form.add(
        this,
        entry.sequence(),
        entry.appendMicros(),
        entry.bytes(),
        entry.payloadOffset(),
        entry.payloadLength());
  }

  /**
   * The same from parts, with the payload in the form that goes into the request.
   *
   * @param payload holds one JSON object with at least one member, from {@code offset}
   */
  public void add(long sequence, long appendMicros, byte[] payload, int offset, int payloadLength) {
    if (count == 0) {
      entries = buffers.take();
      first = sequence;
      firstAppendMicros = appendMicros;
      headLengthBare = Envelope.head(agentId, journalId + ":" + first + "-").length;
    } else if (sequence != first + count) {
      throw new IllegalArgumentException("entry " + sequence + " does not follow "
          + (first + count - 1) + " of journal " + journalId);
    }
    room(1 + idPrefix.length + DIGITS_MAX + 2 + payloadLength);
    if (count > 0) {
      entries[length++] = ',';
    }
    append(idPrefix, 0, idPrefix.length);
    appendNumber(sequence);
    entries[length++] = '"';
    entries[length++] = ',';
    append(payload, offset + 1, payloadLength - 1);
    payloadEnds[count++] = length;
  }

  /** The batch gathered so far; the assembler begins the next one. */
  public Batch seal() {
    if (count == 0) {
      throw new IllegalStateException("no entry gathered of journal " + journalId);
    }
    Batch batch = new Batch(
        agentId,
        journalId,
        first,
        firstAppendMicros,
        entries,
        payloadEnds,
        count,
        form.takeOriginals());
    entries = new byte[0];
    payloadEnds = new int[0];
    length = 0;
    count = 0;
    return batch;
  }

  private long bodyLengthWith(long sequence, int payloadLength) {
    int digits = digits(sequence); // stand in the batch id and in the entry id
    long entry = 1L + idPrefix.length + digits + 2 + payloadLength - 1;
    return headLengthBare + digits + length + entry + Envelope.END.length;
  }

  /** In decimal, without an object for each entry. */
  private void appendNumber(long number) {
    int end = length + digits(number);
    long left = number;
    for (int at = end - 1; at >= length; at--) {
      entries[at] = (byte) ('0' + left % 10);
      left /= 10;
    }
    length = end;
  }

  /** Without a division: it is asked three times for each entry. */
  private static int digits(long number) {
    int digits = 1;
    for (long power = 10; digits < DIGITS_MAX && number >= power; power *= 10) {
      digits++;
    }
    return digits;
  }

  private void append(byte[] source, int offset, int sourceLength) {
    System.arraycopy(source, offset, entries, length, sourceLength);
    length += sourceLength;
  }

  private void room(int bytes) {
    if (entries.length - length < bytes) {
      int wanted = Math.addExact(length, bytes);
      entries = Arrays.copyOf(entries, Math.max(wanted, (int)
          Math.min(entries.length * 3L / 2, Integer.MAX_VALUE - 8)));
    }
    if (payloadEnds.length == count) {
      payloadEnds = Arrays.copyOf(payloadEnds, Math.max(64, count * 2));
    }
  }
}
