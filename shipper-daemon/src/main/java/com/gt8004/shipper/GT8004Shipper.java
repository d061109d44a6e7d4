package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueRoot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shipper inside another program, for hosts where no second process can run:
 *
 * <pre>{@code
 * try (GT8004Shipper shipper = GT8004Shipper.builder()
 *     .ingestUrl(URI.create("https://analytics.example.com/v1/ingest"))
 *     .apiKeyFile(Path.of("/etc/gt8004/api-key"))
 *     .start()) {
 *   // the application
 * }
 * }</pre>
 *
 * <p>The lesser choice: it ends with the application, shares its heap and its processors, and the
 * application's process holds the API key. What it has not shipped stays on disk, for its next start or
 * for a service on the same queue root.
 *
 * <p>It is the service's engine with the service's rules. It does not touch the process: no signal
 * handlers, no exit, daemon threads only. Once started, nothing it meets is thrown at the application;
 * {@link #isReady} and {@link #statusJson} tell, and the log. A queue that another shipper holds is
 * waited for. Thread-safe.
 */
public final class GT8004Shipper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GT8004Shipper.class);

  private final ShipperService service;

  private GT8004Shipper(ShipperService service) {
    this.service = service;
  }

  /** Settings of the environment ({@code GT8004_…}), until the builder sets others. */
  public static Builder builder() {
    return new Builder(System.getenv());
  }

  static GT8004Shipper start(ShipperConfig config, QueueRoot root, boolean adminServer) {
    ShipperService service = service(config, root, adminServer);
    var unused = service.ending().thenAccept(ending -> {
      if (ending.exitCode() != 0) {
        log.error("nothing is shipped any more by this process: {}", ending.message());
      }
    });
    service.start();
    log.info("shipping {} to {} inside this process", root.path(), config.ingestUrl());
    return new GT8004Shipper(service);
  }

  private static ShipperService service(ShipperConfig config, QueueRoot root, boolean adminServer) {
    try {
      return new ShipperService(
          config, root, new RunMode(false, true, adminServer, true), EpochClock.system());
    } catch (IOException noAddress) {
      if (!adminServer) {
        throw new IllegalStateException("nothing but the admin server does I/O here", noAddress);
      }
      log.warn(
          "no admin server on {}:{}: {}; shipping without one",
          config.adminHost(),
          config.adminPort(),
          noAddress.getMessage());
      return service(config, root, false);
    }
  }

  /** Whether no fault keeps a queue from being shipped; what {@code GET /readyz} says. Waits for up to 5 s. */
  public boolean isReady() {
    return !service.ending().isDone() && service.desk().readiness().status() == 200;
  }

  /** What {@code GET /status} says: one JSON object. Waits for up to 5 s. */
  public String statusJson() {
    return service.ending().isDone()
        ? "{\"error\":\"this shipper has ended\"}"
        : service.desk().status().body();
  }

  /** Address of the admin server, without a slash at its end; null if there is none. */
  public @Nullable String adminUrl() {
    return service.adminUrl();
  }

  /**
   * Ends: requests that are out may be answered for 2 s, checkpoints are written, queues given back.
   * Takes up to 10 s, usually milliseconds. What is not shipped stays on disk. Does nothing a second
   * time.
   */
  @Override
  public void close() {
    service.ending().complete(new Ending(0, "closed"));
    if (!service.stop()) {
      log.warn(
          "stopping took longer than {} s; what was not checkpointed is sent again",
          ShipperService.STOP_MAX.toSeconds());
    }
  }

  /** Gathers settings. Not thread-safe. */
  public static final class Builder {
    private final Map<String, String> environment;
    private final Map<String, String> settings = new HashMap<>();
    private @Nullable Path configFile;
    private boolean adminServer;

    Builder(Map<String, String> environment) {
      this.environment = Map.copyOf(environment);
    }

    /** The configuration file, YAML, as the service's {@code --config}. Default: {@code GT8004_CONFIG}, else none. */
    public Builder configFile(Path file) {
      configFile = Objects.requireNonNull(file, "file is null");
      return this;
    }

    /** Folder of the queues. Default: the one that a logger of this process uses. */
    public Builder queueRoot(Path root) {
      return set("queue_root", root.toString());
    }

    /** Where batches are posted. Default: {@code http://localhost:9093/v1/ingest}. */
    public Builder ingestUrl(URI url) {
      return set("ingest_url", url.toString());
    }

    /** File with the API key, readable for this user only; read again when it changes. */
    public Builder apiKeyFile(Path file) {
      return set("api_key_file", file.toString());
    }

    /**
     * Any setting by its name in a configuration file, such as {@code batch_size}, as it is written
     * there, such as {@code 100}.
     */
    public Builder set(String setting, String value) {
      settings.put(
          Objects.requireNonNull(setting, "setting is null"),
          Objects.requireNonNull(value, "value is null"));
      return this;
    }

    /** Whether to answer {@code /healthz}, {@code /metrics} and so on at {@code admin_listen}. Default: false. */
    public Builder adminServer(boolean wanted) {
      adminServer = wanted;
      return this;
    }

    /**
     * Starts to ship.
     *
     * @throws IllegalArgumentException if settings are wrong, with all that is wrong; the last
     *     exception that this class throws
     */
    public GT8004Shipper start() {
      ShipperConfig.Loaded loaded = ShipperConfig.load(configFile, settings, environment);
      ShipperConfig config = loaded.config();
      if (config == null) {
        throw new IllegalArgumentException(
            "wrong settings: " + String.join("; ", loaded.problems()));
      }
      QueueRoot root = QueueRoot.resolve(config.queueRoot(), environment);
      return GT8004Shipper.start(config, root, adminServer);
    }
  }
}
