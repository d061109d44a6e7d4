package com.gt8004.analytics.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One agent's way into the database: while one transaction runs, the batches that come wait here, and
 * the next transaction takes them all. So nobody waits for company, and under load one commit serves
 * many. Thread-safe; the work is done by the callers' own threads.
 */
final class IngestLane {
  /** Rows in one transaction; a single batch may have as many. */
  static final int ROWS_MAX = 1_000;

  private final Function<List<IngestPart>, List<IngestStore.Stored>> work;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private boolean busy;

  private static final class Waiting {
    final IngestPart part;
    IngestStore.@Nullable Stored outcome;

    @Nullable
    RuntimeException failure;

    Waiting(IngestPart part) {
      this.part = part;
    }

    boolean done() {
      return outcome != null || failure != null;
    }
  }

  /**
   * @param work stores batches in one transaction and answers their outcomes in the same order
   */
  IngestLane(Function<List<IngestPart>, List<IngestStore.Stored>> work) {
    this.work = work;
  }

  /** Stores one batch, perhaps with others; throws what its transaction threw. */
  IngestStore.Stored store(IngestPart part) {
    Waiting mine = new Waiting(part);
    synchronized (this) {
      waiting.add(mine);
    }
    for (List<Waiting> group = next(mine); !group.isEmpty(); group = next(mine)) {
      run(group);
    }
    if (mine.failure != null) {
      throw mine.failure;
    }
    if (mine.outcome == null) {
      throw new IllegalStateException("a batch left its lane without an outcome");
    }
    return mine.outcome;
  }

  /** What this thread shall run now: nothing once its own batch is done. */
  private synchronized List<Waiting> next(Waiting mine) {
    boolean interrupted = false;
    while (busy && !mine.done()) {
      try {
        wait();
      } catch (InterruptedException e) {
        // Somebody may be storing it: what becomes of it must be known. A statement has its time
        // limit.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (mine.done()) {
      return List.of();
    }
    busy = true;
    List<Waiting> group = new ArrayList<>();
    int rows = 0;
    while (!waiting.isEmpty()
        && (group.isEmpty() || rows + waiting.element().part.rows().size() <= ROWS_MAX)) {
      Waiting taken = waiting.remove();
      rows += taken.part.rows().size();
      group.add(taken);
    }
    return group;
  }

  private void run(List<Waiting> group) {
    List<IngestStore.Stored> outcomes = List.of();
    RuntimeException failure =
        new IllegalStateException("a lane's transaction ended without a word");
    try {
      outcomes = work.apply(group.stream().map(each -> each.part).toList());
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      finish(group, outcomes, failure);
    }
  }

  private synchronized void finish(
      List<Waiting> group, List<IngestStore.Stored> outcomes, RuntimeException failure) {
    busy = false;
    for (int i = 0; i < group.size(); i++) {
      if (outcomes.isEmpty()) {
        group.get(i).failure = failure;
      } else {
        group.get(i).outcome = outcomes.get(i);
      }
    }
    notifyAll();
  }

  /** Batches that wait for a transaction. */
  synchronized int waiting() {
    return waiting.size();
  }
}
