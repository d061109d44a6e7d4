package com.gt8004.shipper.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of the shipper. In a file its name is {@link #key()}, in the environment {@link
 * #environmentName()}.
 */
public enum Setting {
  QUEUE_ROOT(
      null,
      "folder of the queues; /var/lib/gt8004/queues where that exists, else ~/.local/state/gt8004/queues"),
  QUEUES(null, "ship only these queues, separated by commas"),
  INGEST_URL("http://localhost:9093/v1/ingest", "where batches are posted"),
  PROFILE("auto", "whose dialect the URL speaks: auto, standard, platform"),
  ALLOW_PLAIN_HTTP("false", "whether the key may travel unencrypted to another host"),
  AGENT_ID(null, "the queue that api_key or api_key_file serves; the first queue where left out"),
  API_KEY(null, "the key itself; better in a file"),
  API_KEY_FILE(null, "file that holds the key"),
  KEYS_DIR(null, "folder with one key file per queue name; keys/ beside the configuration file"),
  BATCH_SIZE("50", "entries in one request, 1-1000"),
  BATCH_SIZE_CATCH_UP("500", "entries in one request while a backlog is shipped, 1-1000"),
  BATCH_BYTES("1MiB", "bytes of one request"),
  COMPRESSION("auto", "gzip where the URL offers to take it: auto, off"),
  FLUSH_INTERVAL("5s", "longest time an entry waits for its batch to fill"),
  CONNECT_TIMEOUT("3s", "for a connection"),
  CALL_TIMEOUT("10s", "for one attempt as a whole"),
  ATTEMPTS("3", "requests per batch before the next round, 1-10"),
  BREAKER_FAILURES("3", "failed batches in a row that open the breaker"),
  BREAKER_OPEN("30s", "how long the breaker stays open"),
  DEAD_LETTERS_MAX("10000", "dead letters of a queue at which it pauses"),
  DEAD_LETTER_BYTES_MAX("1GiB", "bytes of dead letters of a queue at which it pauses"),
  RETENTION_AGE("7d", "how long settled entries stay on disk for a replay"),
  RETENTION_BYTES("2GiB", "bytes of settled entries of a queue beyond which the oldest go"),
  RETENTION_JOURNALS("100", "settled journals of ended processes beyond which the oldest go"),
  ADMIN_LISTEN(
      "127.0.0.1:9095", "loopback host and port of the admin server; port 0 takes any free one"),
  ALLOW_FILE_SYSTEM(
      null, "file systems to accept although they keep no promise of this product, such as nfs");

  private final @Nullable String defaultText;
  private final String meaning;

  Setting(@Nullable String defaultText, String meaning) {
    this.defaultText = defaultText;
    this.meaning = meaning;
  }

  /** Name in a configuration file, such as {@code batch_size}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The setting whose {@link #key()} this is; null if none is. */
  public static @Nullable Setting named(String key) {
    for (Setting setting : values()) {
      if (setting.key().equals(key)) {
        return setting;
      }
    }
    return null;
  }

  /** Name in the environment, such as {@code GT8004_BATCH_SIZE}. */
  public String environmentName() {
    return "GT8004_" + name();
  }

  /** Value where nobody sets one, as it would be written; null if there is none. */
  public @Nullable String defaultText() {
    return defaultText;
  }

  /** One line for people. */
  public String meaning() {
    return meaning;
  }

  /** True if the value must never be shown. */
  public boolean isSecret() {
    return this == API_KEY;
  }
}
