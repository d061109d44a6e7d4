package com.gt8004.sdk;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.append.AppendLimits;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a {@link GT8004Logger}. What is not set comes from the environment, then from defaults. Not thread-safe. */
public final class GT8004LoggerBuilder {
  /** What the analytics service stores. */
  private static final int AGENT_ID_MAX = 128;

  Durability durability = Durability.INTERVAL;
  AppendLimits limits = AppendLimits.DEFAULT;
  private @Nullable String agentId;
  private @Nullable Path queueRoot;
  private Map<String, String> environment = System.getenv();

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

  /** What a power failure may cost. Default {@link Durability#INTERVAL}. */
  public GT8004LoggerBuilder durability(Durability durability) {
    this.durability = durability;
    return this;
  }

  /**
   * Bytes that must stay free on the disk; below, entries are refused as {@link
   * AppendResult#REFUSED_DISK_FULL}. Default 512 MiB, 0 or more.
   */
  public GT8004LoggerBuilder diskFreeMin(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("diskFreeMin is " + bytes + ", bytes are 0 or more");
    }
    this.limits = limits.withDiskFreeMin(bytes);
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
   * @throws IllegalArgumentException if there is no agent id, or one of more than 128 characters
   */
  public GT8004Logger build() {
    String agent = agentId != null ? agentId : environment.get("GT8004_AGENT_ID");
    if (agent == null || agent.isBlank()) {
      throw new IllegalArgumentException("no agent id: call agentId(…) or set GT8004_AGENT_ID");
    }
    if (agent.length() > AGENT_ID_MAX) {
      throw new IllegalArgumentException("agentId has " + agent.length() + " characters, at most "
          + AGENT_ID_MAX + " are allowed");
    }
    QueueRoot root = QueueRoot.resolve(queueRoot, environment);
    return new GT8004Logger(this, agent, root.queue(agent), EpochClock.system());
  }
}
