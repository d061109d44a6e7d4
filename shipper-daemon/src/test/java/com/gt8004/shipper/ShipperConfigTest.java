package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.shipper.retain.RetentionRules;
import com.gt8004.shipper.send.Profile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShipperConfigTest {
  @TempDir
  Path folder;

  @Test
  void defaults_areTheDocumentedOnes() {
    ShipperConfig config = ShipperConfig.load(null, Map.of(), Map.of()).config();
    assertThat(config.ingestUrl()).isEqualTo(URI.create("http://localhost:9093/v1/ingest"));
    assertThat(config.batchSize()).isEqualTo(50);
    assertThat(config.batchSizeCatchUp()).isEqualTo(500);
    assertThat(config.batchBytes()).isEqualTo(1 << 20);
    assertThat(config.flushInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.callTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.attempts()).isEqualTo(3);
    assertThat(config.breakerFailures()).isEqualTo(3);
    assertThat(config.breakerOpen()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.deadLettersMax()).isEqualTo(10_000);
    assertThat(config.deadLetterBytesMax()).isEqualTo(1L << 30);
    assertThat(config.retention()).isEqualTo(new RetentionRules(Duration.ofDays(7), 2L << 30, 100));
    assertThat(config.adminHost()).isEqualTo("127.0.0.1");
    assertThat(config.adminPort()).isEqualTo(9095);
    assertThat(config.profile()).isEqualTo(Profile.AUTO);
    assertThat(config.allowPlainHttp()).isFalse();
    assertThat(config.queueRoot()).isNull();
    assertThat(config.queues()).isEmpty();
    assertThat(config.sendPolicy().waits())
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void commandLineBeatsEnvironmentBeatsFileBeatsDefaults() throws Exception {
    Path file = yaml("batch_size: 11\nflush_interval: 1s\nattempts: 5\n");
    ShipperConfig config = ShipperConfig.load(
            file,
            Map.of("batch_size", "33"),
            Map.of(
                "GT8004_BATCH_SIZE", "22", "GT8004_FLUSH_INTERVAL", "2s", "GT8004_ATTEMPTS", " "))
        .config();
    assertThat(config.batchSize()).isEqualTo(33);
    assertThat(config.flushInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.attempts()).as("a blank variable is no value").isEqualTo(5);
    assertThat(config.batchSizeCatchUp()).isEqualTo(500);
  }

  @Test
  void file_mayBeNamedByTheEnvironment() throws Exception {
    Path file = yaml("batch_size: 11\n");
    assertThat(ShipperConfig.load(null, Map.of(), Map.of("GT8004_CONFIG", file.toString()))
            .config()
            .batchSize())
        .isEqualTo(11);
  }

  @Test
  void allProblems_areToldAtOnceWithSuggestions() throws Exception {
    Path file = yaml(
        "batch_sise: 10\nflush_interval: soon\nbatch_size: 2000\nbatch_bytes: 51200\nadmin_listen: 0.0.0.0:9095\n");
    List<String> problems =
        problems(file, Map.of("GT8004_INGEST_URL", "http://192.0.2.1/v1/ingest"));
    assertThat(problems).hasSize(6);
    assertThat(String.join("\n", problems))
        .contains("'batch_sise' (did you mean 'batch_size'?)")
        .contains("flush_interval 'soon' (from " + file + ") is not a duration from 1ms to 1h")
        .contains("batch_size '2000'", "1 to 1000")
        .contains("batch_bytes '51200'", "64KiB")
        .contains("admin_listen '0.0.0.0:9095'", "loopback")
        .contains("ingest_url", "GT8004_INGEST_URL", "allow_plain_http");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batch_size: 100\\nbatch_size_catch_up: 50|is less than batch_size 100",
        "connect_timeout: 20s|longer than call_timeout",
        "ingest_url: localhost/v1|https:// or http://",
        "ingest_url: 'http://a b'|is not a URL",
        "ingest_url: 'http://localhost/v1/ingest?key=s3cret'|query",
        "profile: platfrom|is none of auto, standard, platform",
        "allow_plain_http: maybe|is none of false, true",
        "batch_size: [1|is not YAML",
        "- batch_size|is not a YAML mapping",
        "batch_size: 1\\nbatch_size: 2|is not YAML",
        "batch_size: {a: 1}|takes a plain value",
        "admin_listen: 127.0.0.1:99999|admin_listen",
        "api_key: 'two words'|characters that no key has"
      })
  void mistake_isNamed(String yaml, String words) throws Exception {
    assertThat(problems(yaml(yaml.replace("\\n", "\n")), Map.of()))
        .singleElement()
        .asString()
        .contains(words);
  }

  @Test
  void missingFile_isAProblem() {
    assertThat(problems(folder.resolve("none.yaml"), Map.of()))
        .singleElement()
        .asString()
        .contains("does not exist");
  }

  @Test
  void secrets_areNeverShown() throws Exception {
    Path file = yaml("api_key: gt8004_sk_secret\n");
    ShipperConfig config = ShipperConfig.load(file, Map.of(), Map.of()).config();
    assertThat(config.toString()).contains("api_key: ***").doesNotContain("secret");
    assertThat(String.valueOf(config.apiKey())).doesNotContain("secret");
    assertThat(problems(null, Map.of("GT8004_API_KEY", "gt8004 sk secret")).toString())
        .contains("api_key")
        .doesNotContain("secret");
  }

  @Test
  void worldReadableFileWithAKey_isRefused() throws Exception {
    Path file = TestFiles.mode(yaml("api_key: gt8004_sk_secret\n"), "rw-r--r--");
    assertThat(problems(file, Map.of())).singleElement().asString().contains("chmod o= ");
  }

  @Test
  void lists_mayBeYamlListsOrCommaSeparated() throws Exception {
    ShipperConfig config = ShipperConfig.load(
            yaml("queues: [a, b]\nallow_file_system: nfs, fuse\n"), Map.of(), Map.of())
        .config();
    assertThat(config.queues()).containsExactly("a", "b");
    assertThat(config.allowedFileSystems()).containsExactly("nfs", "fuse");
  }

  @Test
  void keysDir_liesBesideTheFile() throws Exception {
    Path file = yaml("batch_size: 10\n");
    assertThat(ShipperConfig.load(file, Map.of(), Map.of()).config().keysDir())
        .isEqualTo(folder.resolve("keys"));
    assertThat(ShipperConfig.load(null, Map.of(), Map.of()).config().keysDir()).isNull();
  }

  @Test
  void overrideThatIsNoSetting_isABug() {
    assertThatThrownBy(() -> ShipperConfig.load(null, Map.of("batch_sise", "1"), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shippedConfigurations_areTheGuides() {
    ShipperConfig development = ShipperConfig.load(
            Path.of("../conf/development.yaml"), Map.of(), Map.of())
        .config();
    assertThat(development.batchSize()).isEqualTo(10);
    assertThat(development.flushInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(development.ingestUrl()).isEqualTo(URI.create("http://localhost:9093/v1/ingest"));
    ShipperConfig production = ShipperConfig.load(
            Path.of("../conf/production.yaml"), Map.of(), Map.of())
        .config();
    assertThat(production.batchSize()).isEqualTo(100);
    assertThat(production.flushInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(production.ingestUrl())
        .isEqualTo(URI.create("https://analytics.gt8004.com/v1/ingest"));
  }

  @Test
  void help_listsEverySettingWithItsDefault() {
    String help = ShipperMain.commandLine(Map.of()).getUsageMessage();
    for (var setting : com.gt8004.shipper.config.Setting.values()) {
      assertThat(help).contains("  " + setting.key() + " ");
      if (setting.defaultText() != null) {
        assertThat(help).contains("[" + setting.defaultText() + "]");
      }
    }
  }

  private Path yaml(String content) throws Exception {
    Path file = TestFiles.secret(folder.resolve("shipper.yaml"), content);
    assertThat(Files.isRegularFile(file)).isTrue();
    return file;
  }

  private static List<String> problems(Path file, Map<String, String> environment) {
    ShipperConfig.Loaded loaded = ShipperConfig.load(file, Map.of(), environment);
    assertThat(loaded.config()).isNull();
    return loaded.problems();
  }
}
