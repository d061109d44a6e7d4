package com.gt8004.cli;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.ShipperConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a replay tells the shipper, be it as a process or as its door in ours.
 *
 * @param config file; null for what the environment names
 * @param ingestUrl null for what configuration and environment say
 * @param foreign whether that URL is not the shipper's own, so that what is configured of its profile does not
 *     hold there
 */
record ShipperArguments(
    QueueRoot root,
    @Nullable String config,
    @Nullable String ingestUrl,
    boolean foreign,
    Map<String, String> environment) {
  ShipperArguments(
      QueueRoot root,
      @Nullable String config,
      @Nullable String ingestUrl,
      Map<String, String> environment) {
    this(root, config, ingestUrl, false, environment);
  }

  /** The same to a URL that is not the shipper's. */
  ShipperArguments to(String url) {
    return new ShipperArguments(root, config, url, true, environment);
  }

  /**
   * The settings.
   *
   * @throws CommandFailure if they are not valid, with all that is wrong
   */
  ShipperConfig load() {
    Map<String, String> overrides = new HashMap<>();
    overrides.put("queue_root", root.path().toString());
    if (ingestUrl != null) {
      overrides.put("ingest_url", ingestUrl);
    }
    if (foreign) {
      overrides.put("profile", "auto");
    }
    ShipperConfig.Loaded loaded = ShipperConfig.load(configPath(), overrides, environment);
    ShipperConfig valid = loaded.config();
    if (valid == null) {
      throw CommandFailure.usage(String.join("; ", loaded.problems()));
    }
    return valid;
  }

  /** The command line of a shipper that ships these queues until they are empty, on any free admin port. */
  List<String> untilEmpty(List<QueueDirectory> queues) {
    List<String> arguments = new ArrayList<>(List.of(
        "--until-empty",
        "--admin-listen",
        "127.0.0.1:0",
        "--queue-root",
        root.path().toString()));
    for (QueueDirectory queue : queues) {
      arguments.addAll(List.of("--queue", queue.name()));
    }
    if (config != null) {
      arguments.addAll(List.of("--config", config));
    }
    if (ingestUrl != null) {
      arguments.addAll(List.of("--ingest-url", ingestUrl));
    }
    return arguments;
  }

  /** The variables of this product, which a shipper of ours needs. */
  Map<String, String> variables() {
    Map<String, String> ours = new HashMap<>();
    environment.forEach((name, value) -> {
      if (name.startsWith("GT8004_")) {
        ours.put(name, value);
      }
    });
    return ours;
  }

  private @Nullable Path configPath() {
    try {
      return config == null ? null : Path.of(config);
    } catch (InvalidPathException e) {
      throw CommandFailure.usage("--config is no path: " + e.getMessage());
    }
  }
}
