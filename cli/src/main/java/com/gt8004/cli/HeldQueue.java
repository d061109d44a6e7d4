package com.gt8004.cli;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.QueueStatus;
import com.gt8004.shipper.ShipperState;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A queue that a running shipper holds: it is told to ship now, and watched. */
final class HeldQueue {
  private static final int LOOK_MILLIS = 200;
  private static final int ASK_EVERY = 10;

  /** States in which waiting helps: the shipper tries again by itself and nobody need act. */
  private static final Set<ShipperState> WAITING_HELPS = EnumSet.of(
      ShipperState.IDLE,
      ShipperState.SHIPPING,
      ShipperState.RETRYING,
      ShipperState.OFFLINE,
      ShipperState.UNREACHABLE);

  private final QueueDirectory queue;
  private final EpochClock clock;

  HeldQueue(QueueDirectory queue, EpochClock clock) {
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * Returns when the backlog is shipped.
   *
   * @param look called now and then meanwhile
   * @param waiting told why nothing moves
   * @throws CommandFailure if the shipper cannot be told, or cannot ship until someone acts
   */
  void shipNow(Backlog backlog, Runnable look, Consumer<String> waiting)
      throws IOException, InterruptedException {
    tell();
    CountDownLatch never = new CountDownLatch(1);
    for (int looks = 0; backlog.left() > 0; looks++) {
      if (looks % ASK_EVERY == 0) {
        ask(waiting);
      }
      look.run();
      never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tell() throws IOException, InterruptedException {
    if (new HolderCall(queue, clock).post("ship-now", "") == null) {
      throw CommandFailure.failed("a shipper holds " + queue.name()
          + ", but does not say where it is reached; it ships by itself, see gt8004 status");
    }
  }

  private void ask(Consumer<String> waiting) throws IOException {
    QueueStatus status = QueueStatus.of(queue, clock);
    String cause = status.cause();
    if (status.state() == ShipperState.UNATTENDED) {
      throw CommandFailure.failed(
          "the shipper of " + queue.name() + " ended meanwhile; run gt8004 replay again");
    }
    if (!WAITING_HELPS.contains(status.state())) {
      throw CommandFailure.failed(queue.name() + " is " + status.state() + ": " + cause
          + (status.cure() == null ? "" : "; " + status.cure()));
    }
    if (cause != null) {
      waiting.accept(queue.name() + " is " + status.state() + ": " + cause);
    }
  }
}
