package com.gt8004.shipper.batch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * A run of entries of one journal, without gaps, as the body of one request. Immutable. Made by
 * {@link BatchAssembler}; its size is bounded by {@link BatchLimits}, or it holds one entry.
 */
public final class Batch implements RequestBody {
  private final UUID journalId;
  private final long first;
  private final long firstAppendMicros;
  private final String id;
  private final byte[] head;
  private final byte[] entries;
  private final int entriesLength;
  private final int[] payloadEnds;
  private final int count;

  Batch(
      String agentId,
      UUID journalId,
      long first,
      long firstAppendMicros,
      byte[] entries,
      int entriesLength,
      int[] payloadEnds,
      int count) {
    this.journalId = journalId;
    this.first = first;
    this.firstAppendMicros = firstAppendMicros;
    this.id = journalId + ":" + first + "-" + (first + count - 1);
    this.head = Envelope.head(agentId, id);
    this.entries = entries;
    this.entriesLength = entriesLength;
    this.payloadEnds = payloadEnds;
    this.count = count;
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

  /** When the first entry was appended, in microseconds since the epoch. */
  public long firstAppendMicros() {
    return firstAppendMicros;
  }

  @Override
  public long length() {
    return (long) head.length + entriesLength + Envelope.END.length;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(head);
    out.write(entries, 0, entriesLength);
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
   * Gives its array back to be filled again. To be called last, and only when its request is over:
   * nothing of it may be read afterwards.
   */
  public void release(BodyBuffers buffers) {
    buffers.give(entries);
  }

  /** Id of the entry at {@code index}, from 0. */
  public String entryId(int index) {
    return journalId + ":" + (first + index);
  }

  /** The entry at {@code index}, from 0, as it stands in the journal: one JSON object without its id. */
  public String payload(int index) {
    int start = index == 0 ? 0 : payloadEnds[index - 1] + 1; // one comma between two
    int idLength = BatchAssembler.idLength(entryId(index));
    byte[] payload = Arrays.copyOfRange(entries, start + idLength - 1, payloadEnds[index]);
    payload[0] = '{';
    return new String(payload, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "batch " + id;
  }
}
