package com.gt8004.sdk.spring;

import com.gt8004.sdk.GT8004Logger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the application's logger. Whatever the settings are there is one, so that applications may have
 * it injected: where nothing can be logged it is closed from the start and refuses.
 */
final class LoggerSource {
  private static final Logger LOG = LoggerFactory.getLogger(GT8004AutoConfiguration.class);

  private LoggerSource() {}

  /** By these settings, what they leave open from the environment. Warns once where they are not allowed. */
  static GT8004Logger of(GT8004Properties settings) {
    try {
      return GT8004Logger.builder().environment(variables(settings)).build();
    } catch (IllegalArgumentException refused) {
      LOG.warn("GT8004 logs nothing: {}", refused.getMessage());
      return closed();
    }
  }

  /** A logger that touches no disk and refuses every entry. */
  static GT8004Logger closed() {
    GT8004Logger closed = GT8004Logger.builder()
        .agentId("none")
        .environment(Map.of("GT8004_QUEUE_ROOT", "none"))
        .build();
    closed.close();
    return closed;
  }

  static void warnOfMissingAgent() {
    LOG.warn(
        "GT8004 logs nothing: no agent id. Set gt8004.agent-id or GT8004_AGENT_ID; gt8004.enabled=false"
            + " says that this is meant so");
  }

  private static Map<String, String> variables(GT8004Properties settings) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    put(variables, "GT8004_AGENT_ID", settings.agentId());
    put(variables, "GT8004_QUEUE_ROOT", settings.queueRoot());
    put(variables, "GT8004_DURABILITY", constant(settings.durability()));
    put(variables, "GT8004_OVERFLOW", constant(settings.overflow()));
    put(variables, "GT8004_OVERFLOW_BLOCK", settings.overflowBlock());
    put(variables, "GT8004_QUEUE_BYTES_MAX", settings.queueBytesMax());
    put(variables, "GT8004_DISK_FREE_MIN", settings.diskFreeMin());
    put(variables, "GT8004_ALLOW_FILE_SYSTEM", joined(settings.allowFileSystem()));
    return variables;
  }

  /** In Spring's files constants are written with hyphens as well. */
  private static @Nullable String constant(@Nullable String text) {
    return text == null ? null : text.replace('-', '_');
  }

  private static @Nullable String joined(@Nullable List<String> parts) {
    return parts == null ? null : String.join(",", parts);
  }

  private static void put(Map<String, String> variables, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      variables.put(name, value);
    }
  }
}
