package com.gt8004.cli;

import com.gt8004.sdk.queue.QueueRoot;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a command knows what the shipper knows: its key, and where it posts. */
final class ShipperOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The shipper's configuration. Default: GT8004_CONFIG, else none.")
  @Nullable
  String config;

  @Option(
      names = "--ingest-url",
      paramLabel = "URL",
      description = "Where batches are posted. Default: as for ship.")
  @Nullable
  String ingestUrl;

  ShipperArguments arguments(QueueRoot root, Map<String, String> environment) {
    return new ShipperArguments(root, config, ingestUrl, environment);
  }
}
