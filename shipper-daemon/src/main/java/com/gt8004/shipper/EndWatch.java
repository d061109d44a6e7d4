package com.gt8004.shipper;

import com.gt8004.sdk.queue.QueueRoot;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees when a shipper has no reason to go on: every queue belongs to another shipper, or it was told to
 * stop once all is settled. Not thread-safe: owned by the shipping thread.
 */
final class EndWatch {
  private final QueueRoot root;
  private final Roster roster;
  private final List<String> namedQueues;
  private final RunMode mode;
  private boolean hadQueues;

  EndWatch(QueueRoot root, Roster roster, List<String> namedQueues, boolean untilEmpty) {
    this(root, roster, namedQueues, untilEmpty ? RunMode.UNTIL_EMPTY : RunMode.SERVICE);
  }

  EndWatch(QueueRoot root, Roster roster, List<String> namedQueues, RunMode mode) {
    this.root = root;
    this.roster = roster;
    this.namedQueues = namedQueues;
    this.mode = mode;
  }

  /** Asked after each round; null to go on. */
  @Nullable
  Ending look() {
    if (!hadQueues && !mode.standsBy()) {
      Ending heldByOthers = heldByOthers();
      if (heldByOthers != null) {
        return heldByOthers;
      }
      hadQueues = !roster.held().isEmpty();
    }
    return mode.untilEmpty() ? emptied() : null;
  }

  private @Nullable Ending heldByOthers() {
    boolean namedIsHeld = !roster.namedButHeldByOthers().isEmpty();
    return namedIsHeld || roster.isNothingLeft()
        ? new Ending(1, "no queue is left for this shipper:\n" + ailments())
        : null;
  }

  private @Nullable Ending emptied() {
    if (!isShipping() && !Files.isDirectory(root.path())) {
      return new Ending(1, "queue root " + root.path() + " does not exist; set --queue-root");
    }
    String rootProblem = roster.rootProblem();
    if (rootProblem != null) {
      return new Ending(1, rootProblem);
    }
    for (String name : namedQueues) {
      String folder = roster.nameOf(name);
      if (roster.held(folder) == null && !roster.notHeld().containsKey(folder)) {
        return new Ending(1, "there is no queue '" + name + "' under " + root.path());
      }
    }
    boolean stuck = roster.notHeld().values().stream().anyMatch(EndWatch::isStuck);
    for (QueueLane queue : roster.held()) {
      boolean empty = queue.journals().isDrained() && queue.shipments().isEmpty();
      boolean held = queue.gate().isShut();
      if (!empty && !held && !hasStuckJournals(queue)) {
        return null; // still on its way
      }
      stuck |= !empty || queue.journalHealth().condition() != null;
    }
    return stuck
        ? new Ending(1, "not everything could be shipped:\n" + ailments())
        : new Ending(0, "all is settled in " + counted(roster.held().size()));
  }

  /** Then there is a root, and asking the disk for it would cost each round more than it ships. */
  private boolean isShipping() {
    return roster.held().stream().anyMatch(queue -> !queue.shipments().isEmpty());
  }

  /** Whether all that still could go has gone, and what is left cannot. */
  private static boolean hasStuckJournals(QueueLane queue) {
    boolean ill = queue.journalHealth().condition() != null;
    return queue.journals().isBlocked() || (ill && queue.journals().nothingGoes());
  }

  private static String counted(int queues) {
    return queues + (queues == 1 ? " queue" : " queues");
  }

  private static boolean isStuck(Health health) {
    Condition condition = health.condition();
    return condition != null && condition.state() != ShipperState.HELD_BY;
  }

  /** What is not well, one line each. */
  String ailments() {
    List<String> lines = new ArrayList<>();
    roster.notHeld().forEach((name, health) -> add(lines, name, health.condition()));
    roster.held().forEach(queue -> add(lines, queue.name(), queue.worse().condition()));
    return String.join("\n", lines);
  }

  private static void add(List<String> lines, String queue, @Nullable Condition condition) {
    if (condition != null) {
      lines.add("  queue " + queue + ": " + condition);
    }
  }
}
