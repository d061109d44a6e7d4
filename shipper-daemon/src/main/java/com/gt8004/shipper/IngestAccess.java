package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.PathWatches;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.send.ApiKey;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a queue's entries go and what opens the door there, as the shipper would find it. Prints no key.
 * Immutable.
 */
public final class IngestAccess {
  private final URI url;
  private final @Nullable ApiKey key;
  private final @Nullable Condition missing;

  private IngestAccess(URI url, @Nullable ApiKey key, @Nullable Condition missing) {
    this.url = url;
    this.key = key;
    this.missing = missing;
  }

  /** Looks the queue's key up now. Reads key files, sends nothing. */
  public static IngestAccess of(ShipperConfig config, QueueDirectory queue) throws IOException {
    KeyRing keys = new KeyRing(config, new PathWatches(EpochClock.system()));
    keys.bindBeside(queue);
    KeyRing.Lookup found = keys.keyOf(queue.name(), queue.descriptor().agentId());
    return new IngestAccess(config.ingestUrl(), found.key(), found.condition());
  }

  /** Where batches are posted. Never plain http to another host unless the configuration allows it. */
  public URI url() {
    return url;
  }

  /** The value of {@code Authorization}; null if there is no key. A secret: not for people's eyes. */
  public @Nullable String authorization() {
    return key == null ? null : key.bearer();
  }

  /** Why there is no key; null if there is one. */
  public @Nullable String cause() {
    return missing == null ? null : missing.cause();
  }

  /** What mends that; null if there is a key. */
  public @Nullable String cure() {
    return missing == null ? null : missing.cure();
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "IngestAccess[" + url + (key == null ? ", no key" : ", key ***") + "]";
  }
}
