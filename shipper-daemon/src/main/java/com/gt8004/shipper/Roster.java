package com.gt8004.shipper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.OperatorPause;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.PathWatches;
import com.gt8004.sdk.queue.QueueDescriptor;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.deadletter.DeadLetterFolder;
import com.gt8004.shipper.ledger.LedgerFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which queues there are, which of them this shipper holds, and why not the others. Not thread-safe:
 * owned by the shipping thread.
 */
final class Roster {
  private static final Logger log = LoggerFactory.getLogger(Roster.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final QueueRoot root;
  private final ShipperConfig config;
  private final BatchRules rules;
  private final Destination destination;
  private final PathWatches watches;
  private final QueueFolders folders;
  private final KeyRing keys;
  private final AccessCheck access;
  private final Supplier<LockContent> lockContent;
  private final EpochClock clock;
  private final LinkedHashMap<String, QueueLane> held = new LinkedHashMap<>();
  private final TreeMap<String, Health> notHeld = new TreeMap<>();
  private @Nullable String rootProblem;

  /** What {@code shipper.lock} says, and the token that commands must show. */
  record LockContent(String json, String token) {}

  Roster(
      QueueRoot root,
      ShipperConfig config,
      BatchRules rules,
      Destination destination,
      AccessCheck access,
      Supplier<LockContent> lockContent,
      EpochClock clock) {
    this.root = root;
    this.config = config;
    this.rules = rules;
    this.destination = destination;
    this.watches = new PathWatches(clock);
    this.folders = new QueueFolders(root, watches);
    this.keys = new KeyRing(config, watches);
    this.access = access;
    this.lockContent = lockContent;
    this.clock = clock;
  }

  /** The queues of this shipper; whose turn is next comes first. */
  List<QueueLane> held() {
    return List.copyOf(held.values());
  }

  @Nullable
  QueueLane held(String name) {
    return held.get(name);
  }

  /** The others, by name, with why. */
  Map<String, Health> notHeld() {
    return notHeld;
  }

  /** The queue had its turn: the others come before it. */
  void hadTurn(QueueLane queue) {
    held.remove(queue.name());
    held.put(queue.name(), queue);
  }

  /** Follows what appeared and disappeared under the root; returns queues and journals taken on. */
  int refresh() {
    int taken = 0;
    List<QueueDirectory> present = present();
    leaveOut(present.stream().map(QueueDirectory::name).collect(Collectors.toSet()));
    for (QueueDirectory queue : present) {
      if (!held.containsKey(queue.name()) && take(queue)) {
        taken++;
      }
    }
    keys.bind(held.values().stream().map(QueueLane::descriptor).toList());
    for (QueueLane queue : held()) {
      if (folders.takeNews(queue.directory()) || queue.gate().operatorPause() != null) {
        queue.gate().obey(OperatorPause.of(queue.directory()));
      }
      queue.gate().give(keys.keyOf(queue.name(), queue.agentId()));
      queue.upkeep().tick();
      taken += refreshJournals(queue);
    }
    return taken;
  }

  private List<QueueDirectory> present() {
    try {
      List<QueueDirectory> wanted =
          folders.present().stream().filter(this::isWanted).toList();
      if (rootProblem != null) {
        log.info("queue root {} can be read again", root.path());
      }
      rootProblem = null;
      return wanted;
    } catch (IOException unreadable) {
      if (rootProblem == null) {
        log.warn("queue root {} cannot be read: {}", root.path(), unreadable.toString());
      }
      rootProblem = "queue root " + root.path() + " cannot be read: " + unreadable;
      return held().stream().map(QueueLane::directory).toList();
    }
  }

  private boolean isWanted(QueueDirectory queue) {
    List<String> names = config.queues();
    return names.isEmpty() || names.stream().anyMatch(name -> nameOf(name).equals(queue.name()));
  }

  /** The folder's name of the queue that somebody calls by that name or by its agent id. */
  String nameOf(String nameOrAgentId) {
    boolean isName = Files.isDirectory(root.path().resolve(nameOrAgentId));
    return isName ? nameOrAgentId : root.queue(nameOrAgentId).name();
  }

  /** What the rounds ask of the disk. */
  PathWatches watches() {
    return watches;
  }

  /** Why no queue can be found; null if the root can be read. */
  @Nullable
  String rootProblem() {
    return rootProblem;
  }

  /** Whether the root is there; an application makes it with its first entry. */
  boolean rootExists() {
    return Files.isDirectory(root.path());
  }

  private void leaveOut(Set<String> present) {
    notHeld.keySet().retainAll(present);
    for (QueueLane queue : held()) {
      if (!present.contains(queue.name())) {
        log.warn("queue {} is gone from the disk", queue.directory().path());
        queue.close();
        held.remove(queue.name());
      }
    }
  }

  private boolean take(QueueDirectory queue) {
    Condition obstacle;
    try {
      obstacle = access.problemOf(queue);
      if (obstacle == null) {
        obstacle = lock(queue);
      }
    } catch (AccessDeniedException denied) {
      obstacle = AccessCheck.denied(Path.of(denied.getFile()), "use");
    } catch (IOException unreadable) {
      obstacle = new Condition(
          ShipperState.UNREADABLE,
          String.valueOf(unreadable.getMessage()),
          "mend " + queue.descriptorFile() + ", or move the folder out of " + root.path());
    }
    if (obstacle != null) {
      notHeld.computeIfAbsent(queue.name(), name -> new Health(name, clock)).ails(obstacle);
      return false;
    }
    Health before = notHeld.remove(queue.name());
    if (before != null) {
      before.well();
    }
    return true;
  }

  private @Nullable Condition lock(QueueDirectory queue) throws IOException {
    QueueDescriptor descriptor = queue.descriptor();
    OwnerLock lock = OwnerLock.tryAcquire(queue.shipperLockFile());
    if (lock == null) {
      return heldBy(queue);
    }
    try {
      LockContent content = lockContent.get();
      lock.writeContent(content.json());
      DurableFiles.replace(
          queue.adminTokenFile(), content.token().getBytes(StandardCharsets.US_ASCII));
      DeadLetterFolder letters = DeadLetterFolder.open(
          queue.deadLetters(), config.deadLettersMax(), config.deadLetterBytesMax());
      LedgerFile ledger = LedgerFile.open(queue, clock);
      JournalShelf journals =
          new JournalShelf(queue, descriptor.agentId(), rules, destination, ledger, watches, clock);
      Retention retention = new Retention(
          queue,
          journals,
          config.retention(),
          new QueuePressure(queue, journals, watches),
          watches,
          clock);
      retention.sweep();
      QueueLane lane =
          new QueueLane(queue, descriptor, lock, letters, journals, retention, destination, clock);
      // Its folder may have stood unchanged for long: what is in it counts from the first.
      lane.gate().obey(OperatorPause.of(queue));
      held.put(queue.name(), lane);
      log.info("queue {}: shipping for agent {}", queue.name(), descriptor.agentId());
      return null;
    } finally {
      if (!held.containsKey(queue.name())) {
        lock.close();
      }
    }
  }

  private static Condition heldBy(QueueDirectory queue) throws IOException {
    String holder = "another shipper";
    try {
      JsonNode content = JSON.readTree(OwnerLock.readContent(queue.shipperLockFile()));
      holder = "shipper " + content.path("pid").asText("?") + "@"
          + content.path("host").asText("?");
    } catch (JsonProcessingException halfWritten) {
      holder = "another shipper, which is just starting";
    } catch (IllegalStateException ourOwn) {
      holder = "another shipper in this process";
    }
    return new Condition(
        ShipperState.HELD_BY,
        holder + " holds " + queue.shipperLockFile(),
        "stop that one, or leave the queue to it with --queue");
  }

  private static int refreshJournals(QueueLane queue) {
    int opened = 0;
    try {
      opened =
          queue.upkeep().isDue() ? queue.journals().refresh() : queue.journals().refreshIfNews();
      queue.journals().stopped().forEach(journal -> queue
          .journalHealth()
          .ails(journal.condition()));
    } catch (AccessDeniedException denied) {
      queue.journalHealth().ails(AccessCheck.denied(Path.of(denied.getFile()), "use"));
    } catch (IOException unreadable) {
      Condition fault = new Condition(
          ShipperState.DISK_FAULT,
          "cannot list the journals of " + queue.directory().path() + ": " + unreadable,
          "look at the disk and at the log");
      queue.journalHealth().ails(fault);
    }
    return opened;
  }

  /** Names of queues that were asked for and are held by others. */
  List<String> namedButHeldByOthers() {
    return config.queues().stream()
        .map(this::nameOf)
        .filter(this::isHeldByOther)
        .toList();
  }

  /** True if there are queues and every one is held by another shipper. */
  boolean isNothingLeft() {
    return held.isEmpty()
        && !notHeld.isEmpty()
        && notHeld.keySet().stream().allMatch(this::isHeldByOther);
  }

  private boolean isHeldByOther(String name) {
    Health health = notHeld.get(name);
    Condition condition = health == null ? null : health.condition();
    return condition != null && condition.state() == ShipperState.HELD_BY;
  }

  /** Writes all checkpoints and gives all queues back. */
  void close() {
    held().forEach(QueueLane::close);
    held.clear();
  }
}
