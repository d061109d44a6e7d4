package com.gt8004.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs the programs (units, image, compose file, settings, completions) names what there is. */
class ArchiveDeploymentIT {
  private static final Pattern INSTALLED = Pattern.compile("/opt/gt8004/([A-Za-z0-9./-]+)");
  private static final Pattern VARIABLE = Pattern.compile("GT8004_[A-Z_]+");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z-]+");
  private static final List<String> UNITS =
      List.of("systemd/gt8004-shipper.service", "systemd/gt8004-analytics.service");

  private static Archive archive;

  /** All that the three programs say of themselves. */
  private static String helps;

  @BeforeAll
  static void unpack() throws IOException {
    archive = new Archive();
    helps = archive.help("gt8004")
        + archive.help("gt8004", "append")
        + archive.help("gt8004-shipper")
        + archive.help("gt8004-analytics")
        + archive.help("gt8004-analytics", "serve")
        + archive.help("gt8004-analytics", "agents", "add");
  }

  @AfterAll
  static void remove() throws IOException {
    archive.close();
  }

  @Test
  void units_nameInstalledFiles_andKnownOptionsAndVariables() throws IOException {
    for (String unit : UNITS) {
      String text = archive.text(unit);
      assertInstalled(unit, text);
      assertKnown(unit, text);
    }
  }

  @Test
  void units_passSystemdsOwnCheck_andAreWellConfined() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "no systemd-analyze");
    // It wants each program where the unit says it is, and reads no path with a space.
    Path folder = Files.createTempDirectory("gt8004-units-");
    Path opt = Files.createSymbolicLink(folder.resolve("opt"), archive.home);
    List<String> verify = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
    for (String unit : UNITS) {
      Path copy = folder.resolve(Path.of(unit).getFileName());
      Files.writeString(copy, archive.text(unit).replace("/opt/gt8004", opt.toString()));
      verify.add(copy.toString());

      Ran security = archive.run(
          "systemd-analyze", "security", "--offline=true", "--threshold=20", copy.toString());
      assertThat(security.exitCode()).as(security.out() + security.err()).isZero();
    }

    Ran ran = archive.run(verify.toArray(new String[0]));

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void users_andFolders_areThoseOfTheUnits() throws IOException {
    for (String unit : UNITS) {
      String text = archive.text(unit);
      String user = value(text, "User");
      String folder = value(text, "StateDirectory");
      String mode = value(text, "StateDirectoryMode");
      assertThat(archive.text("sysusers.d/gt8004.conf")).contains("\nu " + user + " - ");
      assertThat(archive.text("tmpfiles.d/gt8004.conf"))
          .contains("\nd /var/lib/" + folder + " " + mode + " " + user + " " + user + " -");
    }
  }

  @Test
  void image_namesInstalledFiles_thisVersion_andNoRoot() throws IOException {
    String dockerfile = outside("Dockerfile");

    assertInstalled("Dockerfile", dockerfile.replace("/opt/gt8004/bin/${PROGRAM}", ""));
    assertThat("gt8004-" + value(dockerfile, "ARG VERSION"))
        .isEqualTo(archive.home.getFileName().toString());
    assertThat(archive.file("bin/" + value(dockerfile, "ARG PROGRAM"))).isRegularFile();
    assertThat(dockerfile).contains("\nUSER 10001:10001\n");
    assertThat(helps)
        .contains(
            VARIABLE.matcher(dockerfile).results().map(found -> found.group()).toList());
  }

  @Test
  void composeFile_namesKnownProgramsOptionsAndVariables() throws IOException {
    String text = outside("compose.yaml");
    JsonNode compose = new YAMLMapper().readTree(text);
    String version = archive.home.getFileName().toString().replace("gt8004-", "");

    assertThat(compose.path("services").properties())
        .extracting(entry -> entry.getKey())
        .containsExactly("app", "shipper", "analytics", "database");
    compose.path("services").forEach(service -> {
      JsonNode program = service.path("build").path("args").path("PROGRAM");
      if (!program.isMissingNode()) {
        assertThat(archive.file("bin/" + program.asText())).isRegularFile();
        assertThat(service.path("image").asText()).endsWith(":" + version);
      }
      service.path("secrets").forEach(secret -> assertThat(
              compose.path("secrets").has(secret.asText()))
          .as(secret.asText())
          .isTrue());
      service.path("volumes").forEach(volume -> assertThat(
              compose.path("volumes").has(volume.asText().split(":")[0]))
          .as(volume.asText())
          .isTrue());
      service.path("depends_on").fieldNames().forEachRemaining(other -> assertThat(
              compose.path("services").has(other))
          .as(other)
          .isTrue());
    });
    assertThat(compose.at("/services/app/user").asText()).isEqualTo("10002:10001");
    assertKnown("compose.yaml", compose.at("/services/analytics/command").toString());
    assertKnown("compose.yaml", compose.at("/services/app/entrypoint").toString());
    assertThat(VARIABLE.matcher(text).results().map(found -> found.group()))
        .isNotEmpty()
        .allSatisfy(variable -> assertVariable("compose.yaml", variable));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shipper.yaml", "production.yaml", "development.yaml"})
  void configuration_isRead(String name) {
    Ran ran = archive.program(
        "gt8004-shipper", "--config", archive.file("conf/" + name).toString(), "--check-config");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
  }

  @Test
  void exampleConfiguration_holdsEverySettingWithItsDefault() throws IOException {
    String example = archive.text("conf/shipper.yaml");
    Path all = archive.folder.resolve("all.yaml");
    Files.writeString(all, example.replaceAll("(?m)^#(\\w+: \\S)", "$1"));

    Ran defaults = archive.program("gt8004-shipper", "--check-config");
    Ran uncommented =
        archive.program("gt8004-shipper", "--config", all.toString(), "--check-config");

    assertThat(uncommented.exitCode()).as(uncommented.err()).isZero();
    assertThat(settings(uncommented)).containsAll(settings(defaults));
    assertThat(
            archive.help("gt8004-shipper").lines().filter(line -> line.matches("  [a-z_]+ +\\S.*")))
        .hasSizeGreaterThan(20)
        .allSatisfy(line -> assertThat(example).contains("\n#" + line.strip().split(" ")[0] + ":"));
  }

  @Test
  void serviceVariables_areKnown() throws IOException {
    assertThat(VARIABLE
            .matcher(archive.text("conf/analytics.env"))
            .results()
            .map(found -> found.group()))
        .hasSize(4)
        .allSatisfy(variable -> assertVariable("analytics.env", variable));
  }

  @Test
  void completions_knowEveryCommand() throws IOException {
    List<String> commands = archive
        .help("gt8004")
        .lines()
        .dropWhile(line -> !line.equals("Commands:"))
        .skip(1)
        .takeWhile(line -> line.startsWith("  "))
        .filter(line -> line.matches("  [a-z]\\S* .*"))
        .map(line -> line.strip().split(" ")[0])
        .toList();

    assertThat(commands).contains("demo", "replay");
    for (String command : commands) {
      assertThat(archive.text("completions/gt8004.fish")).contains(" -a " + command + " -d '");
    }
    Ran completed = archive.run(
        "bash",
        "-c",
        "source \"$1\" && COMP_WORDS=(gt8004 '') COMP_CWORD=1 && _complete_gt8004 && echo ${COMPREPLY[@]}",
        "bash",
        archive.file("completions/gt8004.bash").toString());
    assertThat(completed.out().strip().split(" ")).as(completed.err()).containsAll(commands);
    assertThat(archive.names("completions"))
        .allSatisfy(name -> assertThat(archive.text("completions/" + name)).contains("queue-root"));
  }

  private static void assertInstalled(String where, String text) {
    assertThat(INSTALLED.matcher(text).results().map(found -> found.group(1)))
        .as(where)
        .isNotEmpty()
        .allSatisfy(path -> assertThat(archive.file(path)).exists());
  }

  private static void assertKnown(String where, String text) {
    String commands =
        text.lines().filter(line -> !line.startsWith("#")).reduce("", (a, b) -> a + "\n" + b);
    Stream.concat(OPTION.matcher(commands).results(), Stream.empty())
        .map(found -> found.group())
        .forEach(option -> assertThat(helps).as(where).contains(option));
    Matcher variables = VARIABLE.matcher(commands);
    while (variables.find()) {
      assertVariable(where, variables.group());
    }
  }

  /** A setting of the shipper is a variable in capitals; the service's help names its own. */
  private static void assertVariable(String where, String variable) {
    boolean ofShipper = helps.contains(
        "\n  " + variable.substring("GT8004_".length()).toLowerCase(Locale.ROOT) + " ");
    boolean passwordFile = variable.equals("GT8004_DATABASE_PASSWORD_FILE")
        && helps.contains("GT8004_DATABASE_PASSWORD (or _PASSWORD_FILE");
    assertThat(ofShipper || passwordFile || helps.contains(variable))
        .as(where + " names " + variable)
        .isTrue();
  }

  private static String value(String text, String key) {
    Matcher line = Pattern.compile("(?m)^" + key + "=(.*)$").matcher(text);
    assertThat(line.find()).as(key).isTrue();
    return line.group(1);
  }

  /** Without where each came from. */
  private static List<String> settings(Ran checked) {
    return checked.out().lines().map(line -> line.replaceFirst(" +#.*", "")).toList();
  }

  private static String outside(String name) throws IOException {
    return Files.readString(Path.of("..", name));
  }
}
