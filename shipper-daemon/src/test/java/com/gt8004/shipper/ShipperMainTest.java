package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command line says before anything is shipped. */
class ShipperMainTest {
  @TempDir
  Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void portInUse_isOneLineWithTheFix() throws Exception {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress("127.0.0.1", 0));
      int port = taken.getLocalPort();
      assertThat(run("--queue-root", folder.toString(), "--admin-listen", "127.0.0.1:" + port))
          .isEqualTo(1);
      assertThat(err.toString().lines())
          .singleElement()
          .asString()
          .contains("port " + port, "in use", "--admin-listen");
    }
  }

  @Test
  void rootThatIsNoFolder_isNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(run("--queue-root", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains(file + " is not a folder");
  }

  @Test
  void wrongUsage_exitsWith2() {
    assertThat(run("--nonsense")).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("--nonsense", "see --help");
    assertThat(run("--until-empty", "--timeout", "soon")).isEqualTo(2);
    assertThat(err.toString()).contains("--timeout 'soon' is not a duration");
  }

  @Test
  void wrongSettings_exitWith2AndAreListed() {
    environment.put("GT8004_BATCH_SIZE", "many");
    environment.put("GT8004_ATTEMPTS", "0");
    assertThat(run("--check-config")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "batch_size 'many' (from GT8004_BATCH_SIZE)", "attempts '0' (from GT8004_ATTEMPTS)");
  }

  @Test
  void checkConfig_tellsAllThatIsWrongAtOnce_keyFilesToo() throws Exception {
    Path keys = Files.createDirectories(folder.resolve("keys"));
    Path open = TestFiles.mode(TestFiles.secret(keys.resolve("open"), "key"), "rw-r--r--");
    Path two = TestFiles.secret(keys.resolve("two"), "two keys");
    TestFiles.secret(keys.resolve("good"), "key");
    Path empty = TestFiles.secret(folder.resolve("api-key"), "");
    Path file = Files.writeString(
        folder.resolve("my.yaml"),
        "batch_sise: 5\ningest_url: ftp://example.com/\napi_key_file: " + empty
            + "\nflush_interval: 5\n");
    assertThat(run("--check-config", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "unknown setting 'batch_sise' (did you mean 'batch_size'?)",
            "ingest_url 'ftp://example.com/' (from " + file + ") cannot be used",
            "flush_interval '5'",
            "key file " + open + " can be read by every user; run: chmod o= " + open,
            "key file " + two + " holds no key",
            "key file " + empty + " holds no key")
        .doesNotContain("good", "two keys");
    assertThat(run("--config", file.toString())).as("without asking to check").isEqualTo(2);
  }

  @Test
  void checkConfig_saysThatTheKeyFileIsNotThereYet() throws Exception {
    environment.put("GT8004_API_KEY_FILE", folder.resolve("later").toString());
    assertThat(run("--check-config")).isZero();
    assertThat(err.toString()).contains(folder.resolve("later") + " does not exist yet", "NO_KEY");
  }

  @Test
  void standbyAndUntilEmpty_excludeEachOther() {
    assertThat(run("--standby", "--until-empty")).isEqualTo(2);
    assertThat(err.toString()).contains("choose one");
  }

  @Test
  void checkConfig_showsWhatCountsAndMasksTheKey() {
    environment.put("GT8004_API_KEY", "gt8004_sk_secret");
    for (String name : List.of("development", "production")) {
      Path file = Path.of("../conf/" + name + ".yaml");
      assertThat(run("--check-config", "--config", file.toString())).isZero();
      assertThat(out.toString())
          .contains("batch_size: ", "# " + file, "api_key: ***")
          .doesNotContain("secret");
    }
  }

  @Test
  void options_beatTheEnvironment() {
    environment.put("GT8004_INGEST_URL", "http://localhost:1/v1/ingest");
    assertThat(run(
            "--check-config",
            "--ingest-url",
            "http://localhost:2/v1/ingest",
            "--queue",
            "a",
            "--queue",
            "b"))
        .isZero();
    assertThat(out.toString())
        .contains("ingest_url: http://localhost:2/v1/ingest   # command line", "queues: a,b");
  }

  @Test
  void laterOption_overridesAnEarlierOne() {
    assertThat(run(
            "--check-config",
            "--ingest-url",
            "http://localhost:1/",
            "--ingest-url",
            "http://localhost:2/"))
        .isZero();
    assertThat(out.toString()).contains("ingest_url: http://localhost:2/ ");
  }

  @Test
  void version_namesCommitAndJava() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString())
        .contains("gt8004-shipper ", "commit ", "Java " + System.getProperty("java.version"));
  }

  private int run(String... arguments) {
    CommandLine commandLine = ShipperMain.commandLine(environment);
    return commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
  }
}
