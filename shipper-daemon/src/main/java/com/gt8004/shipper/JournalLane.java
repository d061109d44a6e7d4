package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.shipper.batch.Batch;
import com.gt8004.shipper.batch.Dialect;
import com.gt8004.shipper.checkpoint.JournalCheckpoint;
import com.gt8004.shipper.tail.JournalTail;
import java.io.IOException;
import java.util.List;

/**
 * One open journal on its way: its tail, the batch that is filling, the window of batches that are
 * sealed, the checkpoint. What it holds in memory is bounded by the requests that may be under way,
 * however long the backlog. Not thread-safe: owned by the shipping thread.
 */
final class JournalLane implements AutoCloseable {
  private final JournalDirectory directory;
  private final Destination destination;
  private final Dialect dialect;
  private final JournalCheckpoint checkpoint;
  private final UnsettledTail tail;
  private final OpenBatch filling;
  private final Window window = new Window();
  private final Intake intake;
  private final JournalDepth depth;
  private final BodyBudget.Hold hold;

  private JournalLane(
      JournalDirectory directory,
      String agentId,
      BatchRules rules,
      Destination destination,
      EpochClock clock,
      JournalCheckpoint checkpoint,
      UnsettledTail tail,
      BodyBudget.Hold hold) {
    this.directory = directory;
    this.destination = destination;
    this.dialect = destination.dialect();
    this.checkpoint = checkpoint;
    this.tail = tail;
    this.filling = new OpenBatch(directory, agentId, rules, destination.buffers(), dialect, clock);
    this.intake = new Intake(tail, checkpoint, filling, window, rules, destination, hold, clock);
    this.hold = hold;
    this.depth = new JournalDepth(tail, checkpoint, filling, window);
  }

  /**
   * Opens a journal at its checkpoint.
   *
   * @param lost what the ledger holds of it: settled, whatever the checkpoint says
   * @param memory what the bodies of its queue may take
   */
  static JournalLane open(
      JournalDirectory directory,
      String agentId,
      BatchRules rules,
      Destination destination,
      EpochClock clock,
      List<SequenceRange> lost,
      BodyBudget.Share memory)
      throws IOException {
    JournalCheckpoint checkpoint =
        JournalCheckpoint.open(directory, () -> JournalTail.firstRetained(directory), clock);
    for (SequenceRange range : lost) {
      if (checkpoint.settles(range)) {
        checkpoint.settle(range); // noted in the ledger, then came a crash
      }
    }
    UnsettledTail tail = new UnsettledTail(directory, checkpoint, lost, clock);
    return new JournalLane(
        directory, agentId, rules, destination, clock, checkpoint, tail, memory.hold());
  }

  JournalDirectory directory() {
    return directory;
  }

  /** What of it is settled, in memory and on disk. */
  JournalCheckpoint checkpoint() {
    return checkpoint;
  }

  /** Where it is read, and what cannot be. */
  UnsettledTail tail() {
    return tail;
  }

  /** What of it comes into memory. */
  Intake intake() {
    return intake;
  }

  /** How much of it waits. */
  JournalDepth depth() {
    return depth;
  }

  /** The batches that are out or ready to go, by sequence. */
  List<Shipment> shipments() {
    return window.shipments();
  }

  /** Whether the destination turned out to speak another dialect than this lane's batches are in. */
  boolean isInOtherDialect() {
    return dialect != destination.dialect();
  }

  /** Whether a request is out that holds any of these. */
  boolean isOut(SequenceRange range) {
    return window.isOut(range);
  }

  /** Whether there is something to ship. */
  boolean hasNews() {
    return isOnItsWay() || tail.peek() != null;
  }

  /** Whether anything of it is in memory. */
  private boolean isOnItsWay() {
    return !window.isEmpty() || !filling.isEmpty();
  }

  /** Every entry of the batch is acknowledged, or durable elsewhere. */
  void settled(Shipment shipment) {
    Batch batch = shipment.batch();
    checkpoint.settle(new SequenceRange(batch.first(), batch.last()));
    window.remove(shipment);
    batch.release(destination.buffers());
    intake.count();
  }

  /** Settles what the server has of batches whose other entries find no room as dead letters. */
  void settleAcceptedMeanwhile() {
    for (Shipment held : window.shipments()) {
      held.acceptedMeanwhile().stream().filter(checkpoint::settles).forEach(checkpoint::settle);
    }
  }

  /** Goes on with the parts of a batch in place of the whole. */
  void replace(Shipment whole, List<Shipment> parts) {
    window.replace(whole, parts);
  }

  /** Whether it has come to something it cannot read, and all before that is settled. */
  boolean isStuck() {
    return tail.isStopped() && !isOnItsWay();
  }

  /** Whether nothing of what is on disk is left to read or to settle. Asks the disk. */
  boolean isDrained() {
    return !isOnItsWay() && tail.isAtEnd();
  }

  /** The same, without asking the disk; false where it may be drained. */
  boolean isIdle() {
    return !checkpoint.isLost() && !isOnItsWay() && tail.isResting();
  }

  /**
   * Whether the writer is gone and all it wrote is settled: then nothing can follow any more. Meets
   * damage if it left entries that cannot be read.
   */
  boolean isFinished() throws IOException {
    // Asked whatever is on its way: others go by what is known of the writer.
    boolean written = tail.askWriter();
    return !written && !isOnItsWay() && tail.checkEnd() && isDrained();
  }

  /** Ends what is out and gives the files back; what was not settled will be read again. */
  @Override
  public void close() throws IOException {
    window.cancel();
    hold.close();
    try {
      checkpoint.persist();
    } finally {
      checkpoint.close();
      tail.close();
    }
  }
}
