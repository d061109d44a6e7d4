package com.gt8004.shipper;

import com.gt8004.shipper.config.Setting;
import com.gt8004.shipper.config.SettingFile;
import com.gt8004.shipper.config.SettingReader;
import com.gt8004.shipper.config.SettingSources;
import com.gt8004.shipper.config.SettingValue;
import com.gt8004.shipper.retain.RetentionRules;
import com.gt8004.shipper.send.ApiKey;
import com.gt8004.shipper.send.PlainHttp;
import com.gt8004.shipper.send.Profile;
import com.gt8004.shipper.send.SendPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shipper's settings, valid. Immutable. Values, defaults and units are those of {@link Setting};
 * precedence is command line, environment, file, defaults.
 *
 * @param queueRoot null for the default of this user and machine
 * @param queues names of the queues to ship; empty for all
 * @param agentId queue that {@code apiKey} or {@code apiKeyFile} serves; null for the oldest one
 * @param keysDir folder of the other queues' key files; null if there is none
 * @param adminHost loopback
 * @param adminPort 0 for any free one
 * @param values every setting as it was written, for {@code --check-config}
 */
public record ShipperConfig(
    @Nullable Path queueRoot,
    List<String> queues,
    URI ingestUrl,
    Profile profile,
    boolean allowPlainHttp,
    @Nullable String agentId,
    @Nullable ApiKey apiKey,
    @Nullable Path apiKeyFile,
    @Nullable Path keysDir,
    int batchSize,
    int batchSizeCatchUp,
    long batchBytes,
    Compression compression,
    Duration flushInterval,
    Duration connectTimeout,
    Duration callTimeout,
    int attempts,
    int breakerFailures,
    Duration breakerOpen,
    int deadLettersMax,
    long deadLetterBytesMax,
    RetentionRules retention,
    String adminHost,
    int adminPort,
    List<String> allowedFileSystems,
    List<SettingValue> values) {

  /** When bodies go compressed. */
  public enum Compression {
    /** As soon as the URL offers to take it. */
    AUTO,
    /** Never. */
    OFF
  }

  /**
   * What became of loading: a configuration, or all that is wrong, one line each.
   *
   * @param config null exactly if there are problems
   */
  public record Loaded(@Nullable ShipperConfig config, List<String> problems) {}

  /**
   * Loads and checks the settings. Never throws for what a person wrote.
   *
   * @param file null for {@code GT8004_CONFIG}, and without that for no file
   * @param overrides what options set, by the setting's name as in a file, such as {@code ingest_url}
   */
  public static Loaded load(
      @Nullable Path file, Map<String, String> overrides, Map<String, String> environment) {
    return load(file, overrides, environment, false);
  }

  /**
   * As {@link #load}, and looks into the key files as well: running, a shipper waits for a key, but who
   * checks a configuration wants to know now.
   */
  static Loaded check(
      @Nullable Path file, Map<String, String> overrides, Map<String, String> environment) {
    return load(file, overrides, environment, true);
  }

  private static Loaded load(
      @Nullable Path file,
      Map<String, String> overrides,
      Map<String, String> environment,
      boolean keysToo) {
    List<String> problems = new ArrayList<>();
    Map<Setting, String> commandLine = commandLine(overrides);
    String named = environment.get("GT8004_CONFIG");
    Path path = file != null || named == null || named.isBlank() ? file : Path.of(named);
    SettingFile settingFile = path == null ? null : SettingFile.read(path, problems);
    SettingSources sources = SettingSources.merge(commandLine, environment, settingFile);
    if (settingFile != null && settingFile.values().containsKey(Setting.API_KEY)) {
      refuseWorldReadable(settingFile.path(), problems);
    }
    ShipperConfig config = read(sources, path, problems);
    if (keysToo) {
      problems.addAll(KeyRing.problemsOf(config));
    }
    return new Loaded(problems.isEmpty() ? config : null, List.copyOf(problems));
  }

  private static Map<Setting, String> commandLine(Map<String, String> overrides) {
    Map<Setting, String> settings = new EnumMap<>(Setting.class);
    overrides.forEach((key, text) -> {
      Setting setting = Setting.named(key);
      if (setting == null) {
        throw new IllegalArgumentException("no setting is named '" + key + "'");
      }
      settings.put(setting, text);
    });
    return settings;
  }

  private static RetentionRules retention(SettingReader reader) {
    return new RetentionRules(
        reader.duration(Setting.RETENTION_AGE, Duration.ZERO, Duration.ofDays(3_650)),
        reader.bytes(Setting.RETENTION_BYTES, 0, 1L << 50),
        reader.count(Setting.RETENTION_JOURNALS, 0, 100_000));
  }

  private static ShipperConfig read(
      SettingSources sources, @Nullable Path file, List<String> problems) {
    SettingReader reader = new SettingReader(sources, problems);
    boolean allowPlainHttp = reader.flag(Setting.ALLOW_PLAIN_HTTP);
    HostAndPort admin = adminListen(reader);
    ShipperConfig config = new ShipperConfig(
        reader.path(Setting.QUEUE_ROOT),
        reader.list(Setting.QUEUES),
        url(reader, allowPlainHttp),
        reader.choice(Setting.PROFILE, Profile.class),
        allowPlainHttp,
        reader.text(Setting.AGENT_ID),
        apiKey(reader),
        reader.path(Setting.API_KEY_FILE),
        keysDir(reader, file),
        reader.count(Setting.BATCH_SIZE, 1, 1_000),
        reader.count(Setting.BATCH_SIZE_CATCH_UP, 1, 1_000),
        reader.bytes(Setting.BATCH_BYTES, 4 << 10, 64 << 20),
        reader.choice(Setting.COMPRESSION, Compression.class),
        reader.duration(Setting.FLUSH_INTERVAL, Duration.ofMillis(1), Duration.ofHours(1)),
        reader.duration(Setting.CONNECT_TIMEOUT, Duration.ofMillis(10), Duration.ofMinutes(1)),
        reader.duration(Setting.CALL_TIMEOUT, Duration.ofMillis(50), Duration.ofMinutes(5)),
        reader.count(Setting.ATTEMPTS, 1, 10),
        reader.count(Setting.BREAKER_FAILURES, 1, 100),
        reader.duration(Setting.BREAKER_OPEN, Duration.ofMillis(10), Duration.ofHours(1)),
        reader.count(Setting.DEAD_LETTERS_MAX, 1, 1_000_000),
        reader.bytes(Setting.DEAD_LETTER_BYTES_MAX, 1 << 20, 1L << 40),
        retention(reader),
        admin.host,
        admin.port,
        reader.list(Setting.ALLOW_FILE_SYSTEM),
        sources.all());
    if (config.batchSizeCatchUp < config.batchSize) {
      reader.complain(Setting.BATCH_SIZE_CATCH_UP, "is less than batch_size " + config.batchSize);
    }
    if (config.connectTimeout.compareTo(config.callTimeout) > 0) {
      reader.complain(Setting.CONNECT_TIMEOUT, "is longer than call_timeout, which contains it");
    }
    return config;
  }

  private static URI url(SettingReader reader, boolean allowPlainHttp) {
    String text = String.valueOf(reader.text(Setting.INGEST_URL));
    try {
      URI url = new URI(text);
      String problem = PlainHttp.problemOf(url, allowPlainHttp);
      if (problem != null) {
        reader.complain(Setting.INGEST_URL, "cannot be used: " + problem);
      }
      return url;
    } catch (URISyntaxException notOne) {
      reader.complain(Setting.INGEST_URL, "is not a URL: " + notOne.getReason());
      return URI.create("http://localhost/");
    }
  }

  private static @Nullable ApiKey apiKey(SettingReader reader) {
    String text = reader.text(Setting.API_KEY);
    ApiKey key = text == null ? null : ApiKey.parse(text);
    if (text != null && key == null) {
      reader.complain(
          Setting.API_KEY, "holds characters that no key has (spaces, line ends, non-ASCII)");
    }
    return key;
  }

  private static @Nullable Path keysDir(SettingReader reader, @Nullable Path file) {
    Path named = reader.path(Setting.KEYS_DIR);
    if (named != null || file == null) {
      return named;
    }
    return file.toAbsolutePath().resolveSibling("keys");
  }

  private record HostAndPort(String host, int port) {}

  private static HostAndPort adminListen(SettingReader reader) {
    String text = String.valueOf(reader.text(Setting.ADMIN_LISTEN));
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    String port = text.substring(colon + 1);
    if (!host.matches("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]")
        || !port.matches("\\d{1,5}")
        || Integer.parseInt(port) > 65_535) {
      reader.complain(
          Setting.ADMIN_LISTEN, "is not a loopback host and a port, such as 127.0.0.1:9095");
      return new HostAndPort("127.0.0.1", 0);
    }
    return new HostAndPort(host, Integer.parseInt(port));
  }

  private static void refuseWorldReadable(Path file, List<String> problems) {
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        problems.add(file + " holds api_key and can be read by every user; run: chmod o= " + file);
      }
    } catch (IOException | UnsupportedOperationException unknown) {
      // Unreadable files are reported where they are read; without POSIX modes there is nothing to
      // check.
      return;
    }
  }

  /** Where and how patiently to send. */
  SendPolicy sendPolicy() {
    return sendPolicy(ingestUrl);
  }

  /** The same, to another URL. */
  SendPolicy sendPolicy(URI url) {
    return new SendPolicy(
        url,
        profile,
        allowPlainHttp,
        connectTimeout,
        callTimeout,
        attempts,
        SendPolicy.WAITS_DEFAULT,
        breakerFailures,
        breakerOpen,
        compression == Compression.AUTO);
  }

  /** Shows the settings; secrets are masked. */
  @Override
  public String toString() {
    return "ShipperConfig" + values;
  }
}
