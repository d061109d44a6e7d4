package com.gt8004.sdk;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueLimits;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.append.AppendLimits;
import com.gt8004.sdk.settings.Environment;
import com.gt8004.sdk.settings.Units;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds a {@link GT8004Logger}. What is not set comes from the environment, then from defaults. Not thread-safe. */
public final class GT8004LoggerBuilder {
  /** What the analytics service stores. */
  private static final int AGENT_ID_MAX = 128;

  /** Sixteen cycle files of 4 MiB: less, and a file would be a large part of the queue. */
  private static final long QUEUE_BYTES_LEAST = 64L << 20;

  /** 1 PiB: more is a slip of the pen. */
  private static final long BYTES_MOST = 1L << 50;

  /** Room is made a cycle file at a time, so a small queue has small ones. */
  private static final int CYCLES_IN_QUEUE = 16;

  private static final Duration BLOCK_DEFAULT = Duration.ofMillis(100);
  private static final Duration BLOCK_LEAST = Duration.ofMillis(1);
  private static final Duration BLOCK_MOST = Duration.ofSeconds(10);

  private AppendLimits limits = AppendLimits.DEFAULT;
  private Map<String, String> environment = System.getenv();
  private @Nullable String agentId;
  private @Nullable Path queueRoot;
  private @Nullable Durability durability;
  private @Nullable OverflowPolicy overflow;
  private @Nullable Duration overflowBlock;
  private @Nullable Long queueBytesMax;
  private @Nullable Long diskFreeMin;
  private @Nullable List<String> allowedFileSystems;

  GT8004LoggerBuilder() {}

  /** Whose requests these are, 1 to 128 characters. Default: {@code GT8004_AGENT_ID}. */
  public GT8004LoggerBuilder agentId(@Nullable String agentId) {
    this.agentId = agentId;
    return this;
  }

  /**
   * The folder of queues that a shipper serves. Default: {@code GT8004_QUEUE_ROOT}, else {@code
   * /var/lib/gt8004/queues} where it exists and is writable, else {@code ~/.local/state/gt8004/queues}.
   */
  public GT8004LoggerBuilder queueRoot(@Nullable Path queueRoot) {
    this.queueRoot = queueRoot;
    return this;
  }

  /** What a power failure may cost. Default: {@code GT8004_DURABILITY}, else {@link Durability#INTERVAL}. */
  public GT8004LoggerBuilder durability(Durability durability) {
    this.durability = durability;
    return this;
  }

  /**
   * What to do when there is no room. Default: {@code GT8004_OVERFLOW}, else {@link
   * OverflowPolicy#DROP_NEWEST}.
   */
  public GT8004LoggerBuilder overflow(OverflowPolicy overflow) {
    this.overflow = overflow;
    return this;
  }

  /**
   * How long {@link OverflowPolicy#BLOCK} waits. Default: {@code GT8004_OVERFLOW_BLOCK}, else 100 ms; 1 ms
   * to 10 s.
   */
  public GT8004LoggerBuilder overflowBlock(Duration longest) {
    if (longest.compareTo(BLOCK_LEAST) < 0 || longest.compareTo(BLOCK_MOST) > 0) {
      throw new IllegalArgumentException("overflowBlock is " + longest + ", allowed are "
          + Units.ofDuration(BLOCK_LEAST) + " to " + Units.ofDuration(BLOCK_MOST));
    }
    this.overflowBlock = longest;
    return this;
  }

  /**
   * Bytes that all journals of the queue may take on the disk; beyond, entries are refused as {@link
   * AppendResult#REFUSED_QUEUE_FULL}. Default: {@code GT8004_QUEUE_BYTES_MAX}, else 10 GiB; 64 MiB to 1
   * PiB.
   */
  public GT8004LoggerBuilder queueBytesMax(long bytes) {
    this.queueBytesMax = within("queueBytesMax", bytes, QUEUE_BYTES_LEAST);
    return this;
  }

  /**
   * Bytes that must stay free on the disk; below, entries are refused as {@link
   * AppendResult#REFUSED_DISK_FULL}. Default: {@code GT8004_DISK_FREE_MIN}, else 512 MiB; 0 to 1 PiB.
   */
  public GT8004LoggerBuilder diskFreeMin(long bytes) {
    this.diskFreeMin = within("diskFreeMin", bytes, 0);
    return this;
  }

  /**
   * File systems to append to although they keep no promise of this product, by type or family, such as
   * {@code nfs4}, {@code nfs} or {@code fuse}. Default: {@code GT8004_ALLOW_FILE_SYSTEM}, separated by
   * commas, else none: entries are refused there as {@link AppendResult#REFUSED_UNUSABLE}.
   */
  public GT8004LoggerBuilder allowFileSystem(String... types) {
    this.allowedFileSystems = List.of(types);
    return this;
  }

  /**
   * Variables named {@code GT8004_…} to take what is not set from, for applications that keep their
   * settings elsewhere. Default: those of the process.
   */
  public GT8004LoggerBuilder environment(Map<String, String> variables) {
    this.environment = Map.copyOf(variables);
    return this;
  }

  /** For tests: smaller files, another environment. */
  GT8004LoggerBuilder with(AppendLimits limits, Map<String, String> environment) {
    this.limits = limits;
    this.environment = environment;
    return this;
  }

  /**
   * The logger. It touches the disk at its first append; a disk that cannot be used then makes it
   * refuse, and try again every 5 s.
   *
   * @throws IllegalArgumentException if there is no agent id, or one of more than 128 characters, or if a
   *     variable of the environment has a value that is not allowed; names it
   */
  public GT8004Logger build() {
    LoggerSettings settings = settings();
    QueueRoot root = QueueRoot.resolve(queueRoot, environment);
    return new GT8004Logger(settings, root.queue(settings.agentId()), EpochClock.system());
  }

  LoggerSettings settings() {
    Environment variables = new Environment(environment);
    Durability chosen =
        variables.choice("GT8004_DURABILITY", Durability.class, Durability.INTERVAL);
    return new LoggerSettings(
        agent(variables), durability == null ? chosen : durability, limits(variables));
  }

  private String agent(Environment variables) {
    String agent = agentId != null ? agentId : variables.text("GT8004_AGENT_ID");
    if (agent == null || agent.isBlank()) {
      throw new IllegalArgumentException("no agent id: call agentId(…) or set GT8004_AGENT_ID");
    }
    if (agent.length() > AGENT_ID_MAX) {
      throw new IllegalArgumentException("agentId has " + agent.length() + " characters, at most "
          + AGENT_ID_MAX + " are allowed");
    }
    return agent;
  }

  private AppendLimits limits(Environment variables) {
    OverflowPolicy chosen =
        variables.choice("GT8004_OVERFLOW", OverflowPolicy.class, OverflowPolicy.DROP_NEWEST);
    OverflowPolicy policy = overflow == null ? chosen : overflow;
    QueueLimits room = room(variables).withDropOldest(policy == OverflowPolicy.DROP_OLDEST);
    Duration block = block(variables);
    return limits
        .withQueue(room)
        .withCycleBytes(cycleBytes(room.queueBytesMax()))
        .withBlockNanos(policy == OverflowPolicy.BLOCK ? block.toNanos() : 0)
        .withAllowedFileSystems(allowed(variables));
  }

  private QueueLimits room(Environment variables) {
    long most = variables.bytes(
        "GT8004_QUEUE_BYTES_MAX", QUEUE_BYTES_LEAST, BYTES_MOST, limits.queue().queueBytesMax());
    long free =
        variables.bytes("GT8004_DISK_FREE_MIN", 0, BYTES_MOST, limits.queue().diskFreeMin());
    return limits
        .queue()
        .withQueueBytesMax(queueBytesMax == null ? most : queueBytesMax)
        .withDiskFreeMin(diskFreeMin == null ? free : diskFreeMin);
  }

  private Duration block(Environment variables) {
    Duration block =
        variables.duration("GT8004_OVERFLOW_BLOCK", BLOCK_LEAST, BLOCK_MOST, BLOCK_DEFAULT);
    return overflowBlock == null ? block : overflowBlock;
  }

  private Set<String> allowed(Environment variables) {
    List<String> types = variables.list("GT8004_ALLOW_FILE_SYSTEM", List.of());
    return (allowedFileSystems == null ? types : allowedFileSystems)
        .stream().map(type -> type.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  private long cycleBytes(long queueBytes) {
    return Math.min(limits.cycleBytes(), Math.max(1L << 20, queueBytes / CYCLES_IN_QUEUE));
  }

  private static long within(String name, long bytes, long least) {
    if (bytes < least || bytes > BYTES_MOST) {
      throw new IllegalArgumentException(
          name + " is " + bytes + ", allowed are " + least + " to " + BYTES_MOST + " bytes");
    }
    return bytes;
  }
}
