package com.gt8004.shipper;

import com.gt8004.shipper.batch.Batch;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which entry of a refused batch is to blame, if any: the question that decides whether an entry becomes
 * a dead letter. One at a time per queue, and while it goes on nothing else of that queue does.
 *
 * <pre>
 *   NARROWING   a half is asked; refused: its own half is next; accepted: the other half's half is, unasked,
 *               because the culprit must be in there. Down to one entry that is refused alone
 *   CONTROL     the entry's neighbour, else a ping, must be accepted now. Refused as well: the server is
 *               suspect, not the entry; the caller pauses, and asks the next control after a while
 *   AGAIN       only what is refused once more, after its control passed, is refused for its content
 * </pre>
 *
 * <p>For one culprit among n entries that makes at most 2·log2(n) + 3 requests more than the batch itself:
 * one per level, one for each half that was passed over and goes afterwards, and the entry alone, its
 * control, the entry again. Of a server that refuses everything it makes log2(n) + 3, then one each 15 s.
 *
 * <p>Nothing of it is kept on disk: after a restart the batch is refused, and looked into, again. Not
 * thread-safe: owned by the shipping thread.
 */
final class Investigation {
  /** What comes of an answer. */
  enum Next {
    /** Another request, now. */
    ASK,
    /** Another request, after a while: controls were refused, too. */
    WAIT,
    /** The entry is to blame. */
    GUILTY,
    /** Nobody is. */
    OVER
  }

  private enum Step {
    NARROWING,
    CONTROL,
    AGAIN
  }

  private final JournalLane journal;
  private final String batchId;
  private final Supplier<Shipment> pings;
  private final Supplier<List<JournalLane>> open;
  private final Set<Shipment> refusedNeighbours =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private Step step = Step.NARROWING;
  private Shipment asked;
  private @Nullable Shipment other;
  private @Nullable Shipment suspect;
  private @Nullable Shipment ping;
  private boolean pingRefused;
  private String cause = "";

  /**
   * Before the first answer to it.
   *
   * @param refused the batch that was refused
   * @param pings make the control that is left where no neighbour is
   * @param open the journals that neighbours may come from
   */
  Investigation(
      JournalLane journal,
      Shipment refused,
      Supplier<Shipment> pings,
      Supplier<List<JournalLane>> open) {
    this.journal = journal;
    this.batchId = refused.body().id();
    this.pings = pings;
    this.open = open;
    this.asked = refused;
  }

  /** Whether this is what it waits for. */
  boolean asks(Shipment shipment) {
    return asked == shipment;
  }

  /** What goes next. */
  Shipment asked() {
    return asked;
  }

  /** The ping that is its control now; null if none is. */
  @Nullable
  Shipment ping() {
    return step == Step.CONTROL && asked == ping ? ping : null;
  }

  /** Whether what it asks for, and whom it suspects, are still in an open journal: else they will be read anew. */
  boolean isAlive() {
    List<JournalLane> lanes = open.get();
    boolean askable =
        asked == ping || lanes.stream().anyMatch(lane -> lane.shipments().contains(asked));
    boolean hasSuspect = suspect == null || journal.shipments().contains(suspect);
    return lanes.contains(journal) && askable && hasSuspect;
  }

  /** Whether it needs another batch of any journal: no ping passes, and there is no neighbour. */
  boolean wantsNeighbour() {
    return step == Step.CONTROL && pingRefused && asked == ping && neighbour() == null;
  }

  /** What it asked for was refused, in these words. */
  Next refused(String words) {
    return switch (step) {
      case NARROWING -> {
        cause = words;
        if (asked.batch().count() > 1) {
          narrow(asked);
        } else {
          suspect = asked;
          step = Step.CONTROL;
          asked = firstControl();
        }
        yield Next.ASK;
      }
      case CONTROL -> otherControl() ? Next.ASK : Next.WAIT;
      case AGAIN -> Next.GUILTY;
    };
  }

  /** What it asked for was accepted. */
  Next passed() {
    return switch (step) {
      case NARROWING -> {
        if (other == null) {
          yield Next.OVER;
        }
        narrow(other);
        yield Next.ASK;
      }
      case CONTROL -> {
        step = Step.AGAIN;
        asked = Objects.requireNonNull(suspect);
        yield Next.ASK;
      }
      case AGAIN -> Next.OVER;
    };
  }

  private void narrow(Shipment holder) {
    Batch batch = holder.batch();
    if (batch.count() == 1) {
      asked = holder;
      other = null;
      return;
    }
    List<Shipment> halves = holder.split(batch.count() / 2);
    journal.replace(holder, halves);
    asked = halves.get(0);
    other = halves.get(1);
  }

  private Shipment firstControl() {
    Shipment neighbour = neighbour();
    return neighbour == null ? newPing() : neighbour;
  }

  /** Neighbours and pings take turns: some receivers know no ping, and neighbours may be culprits. */
  private boolean otherControl() {
    if (asked != ping) {
      refusedNeighbours.add(asked);
      asked = newPing();
      return !pingRefused;
    }
    pingRefused = true;
    Shipment neighbour = neighbour();
    if (neighbour == null) {
      refusedNeighbours.clear();
      neighbour = neighbour();
    }
    asked = neighbour == null ? newPing() : neighbour;
    return false;
  }

  private Shipment newPing() {
    ping = pings.get();
    return ping;
  }

  /**
   * The nearest batch that can be asked, other than the suspect and those that were refused; of another
   * journal where the suspect's has none: of an ended one it may be the last.
   */
  private @Nullable Shipment neighbour() {
    long sequence = Objects.requireNonNull(suspect).batch().first();
    Shipment near = journal.shipments().stream()
        .filter(this::canBeAsked)
        .min(Comparator.comparingLong(each -> Math.abs(each.batch().first() - sequence)))
        .orElse(null);
    return near != null
        ? near
        : open.get().stream()
            .flatMap(lane -> lane.shipments().stream())
            .filter(this::canBeAsked)
            .findFirst()
            .orElse(null);
  }

  private boolean canBeAsked(Shipment other) {
    return other != suspect && !other.isOut() && !refusedNeighbours.contains(other);
  }

  /** What is wrong where the control was refused, too. */
  Condition condition() {
    String entry = suspect == null ? batchId : suspect.batch().entryId(0);
    return new Condition(
        ShipperState.ENTRY_FAULT,
        cause + " (entry " + entry + " of batch " + batchId
            + "; what else was sent is refused as well, so the entry is not to blame)",
        "look at the server, and whether the key belongs to this agent; gt8004 inspect shows the entry;"
            + " nothing is dropped, and it is asked again every 15 s");
  }

  @Override
  public String toString() {
    return "investigation of batch " + batchId;
  }
}
