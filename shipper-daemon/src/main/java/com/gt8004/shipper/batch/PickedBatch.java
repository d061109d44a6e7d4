package com.gt8004.shipper.batch;

import com.gt8004.sdk.queue.EntryId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries that somebody picked, of any journals of one agent, as the body of one request: what a replay
 * or a retry sends, where a {@link Batch} would need a run without gaps. Immutable.
 */
public final class PickedBatch implements RequestBody {
  private final String agentId;
  private final Dialect dialect;
  private final List<Pick> picks;
  private final byte[] head;
  private final long length;

  PickedBatch(String agentId, Dialect dialect, List<Pick> picks) {
    this.agentId = agentId;
    this.dialect = dialect;
    this.picks = List.copyOf(picks);
    this.head = Envelope.head(agentId, id());
    long bytes = head.length + Envelope.END.length + picks.size() - 1L;
    for (Pick pick : picks) {
      bytes += pick.length();
    }
    this.length = bytes;
  }

  @Override
  public String id() {
    EntryId first = picks.get(0).id();
    return picks.size() == 1 ? first.toString() : first + "+" + (picks.size() - 1);
  }

  @Override
  public int count() {
    return picks.size();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  /** Id of the entry at {@code index}, from 0. */
  public EntryId entryId(int index) {
    return picks.get(index).id();
  }

  @Override
  public int indexOf(String entryId) {
    for (int index = 0; index < picks.size(); index++) {
      if (picks.get(index).id().toString().equals(entryId)) {
        return index;
      }
    }
    return -1;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(head);
    for (int index = 0; index < picks.size(); index++) {
      if (index > 0) {
        out.write(',');
      }
      picks.get(index).writeTo(out);
    }
    out.write(Envelope.END);
  }

  /** Two halves to take its place; only with two entries or more. */
  public List<PickedBatch> halves() {
    int middle = picks.size() / 2;
    return List.of(
        new PickedBatch(agentId, dialect, picks.subList(0, middle)),
        new PickedBatch(agentId, dialect, picks.subList(middle, picks.size())));
  }

  /**
   * The only entry with less of its bodies, so that the request is no longer than {@code lengthMax} if
   * that can be; null if nothing more can be cut.
   */
  public @Nullable PickedBatch cut(long lengthMax) {
    Pick only = picks.get(0);
    Pick less = picks.size() == 1 ? only.cut(lengthMax - (length - only.length())) : null;
    return less == null ? null : new PickedBatch(agentId, dialect, List.of(less));
  }

  @Override
  public String toString() {
    return "batch " + id();
  }

  /** Gathers the entries of the next batch. Not thread-safe. */
  public static final class Assembler {
    /** The agent's and the batch's id, generously: a limit of bytes must hold with them. */
    private static final int HEAD_SPARE = 64;

    private final String agentId;
    private final Dialect dialect;
    private final BatchLimits limits;
    private final List<Pick> picks = new ArrayList<>();
    private final long around;
    private long bytes;

    /** For batches of {@code agentId} in this dialect. */
    public Assembler(String agentId, Dialect dialect, BatchLimits limits) {
      this.agentId = agentId;
      this.dialect = dialect;
      this.limits = dialect.within(limits);
      this.around = (long) Envelope.head(agentId, "").length + HEAD_SPARE + Envelope.END.length;
    }

    /** Whether nothing is gathered. */
    public boolean isEmpty() {
      return picks.isEmpty();
    }

    /** The entry as this assembler would add it. */
    public Pick pick(EntryId id, byte[] payload) {
      if (dialect == Dialect.STANDARD) {
        return new Pick(id, payload);
      }
      long lengthMax = limits.bytesMax() - around - BatchAssembler.idLength(id.toString()) + 1;
      return new Pick(id, PlatformEntry.of(payload, 0, payload.length, lengthMax));
    }

    /** Whether it fits to what is gathered; anything fits to nothing. */
    public boolean takes(Pick pick) {
      return picks.isEmpty()
          || (picks.size() < limits.entriesMax()
              && around + bytes + pick.length() + 1 <= limits.bytesMax());
    }

    /** Adds an entry that {@link #takes} allowed. */
    public void add(Pick pick) {
      picks.add(pick);
      bytes += pick.length() + 1;
    }

    /** The batch gathered so far; only while not {@link #isEmpty()}. Begins the next. */
    public PickedBatch seal() {
      PickedBatch batch = new PickedBatch(agentId, dialect, picks);
      picks.clear();
      bytes = 0;
      return batch;
    }
  }
}
