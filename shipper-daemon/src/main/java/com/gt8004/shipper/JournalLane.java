package com.gt8004.shipper;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CrashPoint;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.tail.DamagedSpan;
import com.gt8004.sdk.queue.tail.TailedEntry;
import com.gt8004.shipper.batch.Batch;
import com.gt8004.shipper.batch.BatchLimits;
import com.gt8004.shipper.batch.Dialect;
import com.gt8004.shipper.checkpoint.JournalCheckpoint;
import com.gt8004.shipper.tail.JournalTail;
import com.gt8004.shipper.tail.TailFault;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One open journal on its way: its tail, the batch that is filling, the window of batches that are
 * sealed, the checkpoint. What it holds in memory is bounded by the requests that may be under way,
 * however long the backlog. Not thread-safe: owned by the shipping thread.
 */
final class JournalLane implements AutoCloseable {
  private final JournalDirectory directory;
  private final BatchRules rules;
  private final Destination destination;
  private final EpochClock clock;
  private final JournalCheckpoint checkpoint;
  private final JournalTail tail;
  private final OpenBatch filling;
  private final Window window = new Window();
  private final Dialect dialect;
  private boolean lostCheckpoint;
  private int holesTold;

  private JournalLane(
      JournalDirectory directory,
      String agentId,
      BatchRules rules,
      Destination destination,
      EpochClock clock,
      JournalCheckpoint checkpoint,
      long from) {
    this.directory = directory;
    this.rules = rules;
    this.destination = destination;
    this.clock = clock;
    this.checkpoint = checkpoint;
    this.lostCheckpoint = checkpoint.wasRebuilt();
    this.tail = JournalTail.open(directory, from, clock);
    this.dialect = destination.dialect();
    this.filling = new OpenBatch(directory, agentId, rules, destination.buffers(), dialect, clock);
  }

  /**
   * Opens a journal at its checkpoint.
   *
   * @param lost what the ledger holds of it: settled, whatever the checkpoint says
   */
  static JournalLane open(
      JournalDirectory directory,
      String agentId,
      BatchRules rules,
      Destination destination,
      EpochClock clock,
      List<SequenceRange> lost)
      throws IOException {
    JournalCheckpoint checkpoint =
        JournalCheckpoint.open(directory, () -> JournalTail.firstRetained(directory), clock);
    for (SequenceRange range : lost) {
      if (checkpoint.settles(range)) {
        checkpoint.settle(range); // noted in the ledger, then came a crash
      }
    }
    long from = begin(directory, checkpoint.firstUnsettled(), lost);
    return new JournalLane(directory, agentId, rules, destination, clock, checkpoint, from);
  }

  /**
   * Where to begin reading: at the checkpoint; in an ended journal at what the ledger holds right before
   * it. If no entry is whole there, the place where reading begins is all that tells which sequences
   * their traces belong to, and those that are in the ledger must not be found missing once more.
   */
  private static long begin(
      JournalDirectory directory, long firstUnsettled, List<SequenceRange> lost)
      throws IOException {
    boolean ended = !OwnerLock.isHeld(directory.ownerLockFile());
    for (SequenceRange range : lost) {
      if (ended && range.last() + 1 == firstUnsettled) {
        return range.first();
      }
    }
    return firstUnsettled;
  }

  JournalDirectory directory() {
    return directory;
  }

  JournalCheckpoint checkpoint() {
    return checkpoint;
  }

  /** The batches that are out or ready to go, by sequence. */
  List<Shipment> shipments() {
    return window.shipments();
  }

  /** Whether the destination turned out to speak another dialect than this lane's batches are in. */
  boolean isInOtherDialect() {
    return dialect != destination.dialect();
  }

  /**
   * Whether both slots of the checkpoint were unreadable and nobody has decided where to go on. Until
   * then nothing is read, and the disk keeps the unreadable slots: else a restart would decide.
   */
  boolean hasLostCheckpoint() {
    return lostCheckpoint;
  }

  /** Goes on at the oldest entry. */
  void rewind() {
    lostCheckpoint = false;
  }

  /**
   * Goes on at {@code sequence}: all before it counts as settled. The lane is to be opened anew
   * afterwards, because its tail stands before that.
   *
   * @throws IOException if the checkpoint cannot be written; then nothing is decided
   */
  void resumeFrom(long sequence) throws IOException {
    if (sequence > 0) {
      checkpoint.settle(new SequenceRange(0, sequence - 1));
    }
    writeCheckpoint();
    lostCheckpoint = false;
  }

  /** Whether a request is out that holds any of these. */
  boolean isOut(SequenceRange range) {
    return window.isOut(range);
  }

  /** Whether there is something to ship that is not in the window yet. */
  boolean hasNews() {
    return !filling.isEmpty() || peek() != null;
  }

  /** Why this journal goes no further; null while it does. */
  @Nullable
  TailFault fault() {
    return tail.fault();
  }

  /** What is lost where the next entry should be; null if nothing is. */
  @Nullable
  DamagedSpan damage() {
    return tail.damage();
  }

  /** What of {@link #damage} was not settled before: the rest was delivered, or is in the ledger. */
  List<SequenceRange> lost() {
    return checkpoint.unsettledOf(damaged());
  }

  /** Goes on behind {@link #damage}, which is durably accounted for. */
  void passDamage() {
    SequenceRange range = damaged();
    if (checkpoint.settles(range)) {
      checkpoint.settle(range);
    }
    tail.passDamage();
  }

  private SequenceRange damaged() {
    return Objects.requireNonNull(tail.damage(), "no damage").range();
  }

  /** What had to be left out while the writer lives. */
  List<SequenceRange> holes() {
    return tail.holes();
  }

  /** True once for each time that something was left out. */
  boolean hasNewHole() {
    boolean more = tail.holes().size() > holesTold;
    holesTold = tail.holes().size();
    return more;
  }

  /** Whether all that is on disk can be read, or could be so far. */
  boolean goesOn() {
    return tail.fault() == null && tail.damage() == null && tail.holes().isEmpty();
  }

  /**
   * Reads from the tail what the next batch still takes, and puts it into the window once it may go. The
   * first batch always has a place there; each further one only while the destination would take it,
   * and while no other waits: what cannot go yet is as well kept on disk.
   *
   * @param sure batches that always have a place
   * @param more whether the window may hold more than those
   * @return entries read
   */
  int fill(int sure, boolean more) {
    boolean place = window.count() < sure || (more && hasPlace());
    if (!place || !destination.isKnown() || lostCheckpoint) {
      return 0;
    }
    int read = 0;
    while (!filling.isFull()) {
      TailedEntry entry = peek();
      if (entry == null) {
        break;
      }
      if (filling.isEmpty()) {
        filling.begin(limits());
      }
      if (filling.add(entry)) {
        tail.take();
        read++;
      }
    }
    if (filling.isDue()) {
      window.add(new Shipment(filling.seal(), clock.nanoTime()));
    }
    return read;
  }

  private BatchLimits limits() {
    BatchLimits wanted =
        tail.hasAhead(rules.catchUp().entriesMax()) ? rules.catchUp() : rules.steady();
    long bytesMax = destination.sizes().largest(wanted.bytesMax());
    return bytesMax == wanted.bytesMax() ? wanted : new BatchLimits(wanted.entriesMax(), bytesMax);
  }

  /** Whether this is better halved than sent: as it is, it would come back. */
  boolean isTooLarge(Shipment waiting) {
    return waiting.batch().count() > 1
        && destination.sizes().isTooLarge(waiting.body().length());
  }

  /** Halves what waits and is known to be too large. */
  void halveTooLarge() {
    for (Shipment waiting : window.shipments()) {
      if (!waiting.isOut() && isTooLarge(waiting)) {
        window.replace(waiting, waiting.split(waiting.batch().middle()));
      }
    }
  }

  private boolean hasPlace() {
    return !window.isFull()
        && !window.hasUnsent()
        && checkpoint.rangesBeyond() < Checkpoint.RANGES_MAX
        && destination.permits();
  }

  /**
   * The next entry that is not settled; null if there is none now. Goes over all that is settled at once:
   * reading through it may take longer than a round may.
   */
  private @Nullable TailedEntry peek() {
    TailedEntry entry = tail.peek();
    while (entry != null && checkpoint.endOfSettled(entry.sequence()) > entry.sequence()) {
      long end = checkpoint.endOfSettled(entry.sequence());
      tail.take();
      tail.skipTo(end);
      entry = tail.peek();
    }
    return entry;
  }

  /** Asks that what is on disk now be sent without waiting for full batches. */
  void shipNow() {
    filling.flushBelow(tail.end());
  }

  /** Every entry of the batch is acknowledged, or durable elsewhere. */
  void settled(Shipment shipment) {
    Batch batch = shipment.batch();
    checkpoint.settle(new SequenceRange(batch.first(), batch.last()));
    window.remove(shipment);
    batch.release(destination.buffers());
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

  /** Whether nothing of what is on disk is left to read or to settle. Asks the disk. */
  boolean isDrained() {
    return window.isEmpty()
        && filling.isEmpty()
        && tail.fault() == null
        && peek() == null
        && tail.damage() == null
        && tail.end() <= tail.next();
  }

  /** Meets {@link #damage} if the writer is gone and left entries that cannot be read. */
  void checkEnd() throws IOException {
    // The lock first: what a writer appended before it let go, the look at the tail then sees.
    if (!OwnerLock.isHeld(directory.ownerLockFile())) {
      tail.checkEnd();
    }
  }

  /**
   * Whether the writer is gone and all it wrote is settled: then nothing can follow any more. Meets
   * {@link #damage} if it left entries that cannot be read.
   */
  boolean isFinished() throws IOException {
    // The lock before the look at the tail, as above.
    if (!window.isEmpty() || !filling.isEmpty() || OwnerLock.isHeld(directory.ownerLockFile())) {
      return false;
    }
    tail.checkEnd();
    return isDrained();
  }

  /** One past the last entry on disk, now, or of those that were there. */
  long end() {
    return Math.max(tail.end(), checkpoint.firstUnsettled());
  }

  /** The same, or the tail's position where the disk cannot say. */
  long endOrUnknown() {
    try {
      return end();
    } catch (RuntimeException | InternalError unreadable) { // the latter: a broken mapped page
      return tail.next();
    }
  }

  /** Whether it has come to something it cannot read, and all before that is settled. */
  boolean isStuck() {
    boolean stands = tail.fault() != null || tail.damage() != null;
    return stands && window.isEmpty() && filling.isEmpty();
  }

  /** Entries that are not settled. */
  long backlog() {
    return checkpoint.unsettledBefore(endOrUnknown());
  }

  /** Append time of the oldest entry that is not settled, epoch microseconds; -1 if that cannot be read. */
  long oldestAppendMicros() {
    Shipment oldest = window.oldest();
    if (oldest != null) {
      return oldest.batch().firstAppendMicros();
    }
    if (!filling.isEmpty()) {
      return filling.firstAppendMicros();
    }
    TailedEntry next = nextOrNull();
    return next == null ? -1 : next.appendMicros();
  }

  /** Bytes of an entry, by those that are read and not settled; 0 if none can be read. */
  double bytesPerEntry() {
    Shipment oldest = window.oldest();
    if (oldest != null) {
      return (double) oldest.body().length() / oldest.body().count();
    }
    if (!filling.isEmpty()) {
      return filling.bytesPerEntry();
    }
    TailedEntry next = nextOrNull();
    return next == null ? 0 : next.payloadLength();
  }

  private @Nullable TailedEntry nextOrNull() {
    try {
      return peek();
    } catch (RuntimeException | InternalError unreadable) { // the latter: a broken mapped page
      return null;
    }
  }

  /** Writes the checkpoint if it is due; returns whether it did. */
  boolean advance() throws IOException {
    if (lostCheckpoint || !checkpoint.isDue()) {
      return false;
    }
    writeCheckpoint();
    return true;
  }

  /** Writes the checkpoint if the disk is behind, without waiting for its turn. */
  void persist() throws IOException {
    if (!lostCheckpoint && checkpoint.isBehind()) {
      writeCheckpoint();
    }
  }

  private void writeCheckpoint() throws IOException {
    CrashPoint.reach("shipper.before-checkpoint");
    checkpoint.write();
    CrashPoint.reach("shipper.after-checkpoint");
  }

  /** Ends what is out and gives the files back; what was not settled will be read again. */
  @Override
  public void close() throws IOException {
    window.cancel();
    try {
      persist();
    } finally {
      checkpoint.close();
      tail.close();
    }
  }
}
