package com.gt8004.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs of the archive, started as people start them. */
class ArchiveProgramsIT {
  private static final int DEMO_SECONDS = 240;

  private Archive archive;

  @BeforeEach
  void unpack() throws IOException {
    archive = new Archive();
  }

  @AfterEach
  void remove() throws IOException {
    archive.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gt8004", "gt8004-shipper", "gt8004-analytics"})
  void program_runsThroughLinks_andFromAPathWithSpaces(String program) throws IOException {
    Path bin = Files.createDirectory(archive.folder.resolve("links here"));
    Files.createSymbolicLink(archive.folder.resolve("opt"), archive.home.getFileName());
    Files.createSymbolicLink(bin.resolve("one"), Path.of("../opt/bin", program));
    Files.createSymbolicLink(bin.resolve("two"), bin.resolve("one"));

    Ran version = archive.run(bin.resolve("two").toString(), "--version");

    assertThat(version.exitCode()).as(version.err()).isZero();
    assertThat(version.out()).startsWith(program + " ").matches("(?s).*\\(commit [0-9a-f]{12}.*");
    assertThat(version.err()).isEmpty();
    assertThat(archive.help(program)).contains("Usage: " + program);
  }

  @Test
  void arguments_arriveAsTheyAre() {
    Ran ran = archive.program("gt8004", "status", "--queue-root", archive.folder + "/no such");

    assertThat(ran.out()).contains(archive.folder + "/no such");
  }

  @Test
  void commandLine_startsTheOthers() {
    assertThat(archive.help("gt8004", "ship")).contains("Usage: gt8004-shipper");
    assertThat(archive.help("gt8004", "analytics")).contains("Usage: gt8004-analytics");
  }

  @ParameterizedTest
  @CsvSource({"JAVA_OPTS, gt8004", "JAVA_OPTS, gt8004-shipper", "GT8004_JAVA_OPTS, gt8004-analytics"
  })
  void options_reachJava(String variable, String program) {
    archive.environment.put(variable, "-Dx=y -XshowSettings:properties");

    assertThat(archive.program(program, "--version").err()).contains("x = y");
  }

  @Test
  void noJava_isOneLineWithTheCure() throws IOException {
    archive.environment.remove("JAVA_HOME");
    Path tools = Files.createDirectory(archive.folder.resolve("tools"));
    for (String tool : List.of("sh", "dirname", "readlink", "sed")) {
      Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
    }
    archive.environment.put("PATH", tools.toString());

    assertOneLine(archive.program("gt8004-shipper"), "java is not on the PATH", "JAVA_HOME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_292", "11.0.22", "16"})
  void oldJava_isOneLineWithTheCure(String version) throws IOException {
    Path java = Files.createDirectories(archive.folder.resolve("old java/bin")).resolve("java");
    Files.writeString(
        java, "#!/bin/sh\necho 'openjdk version \"" + version + "\" 2020-01-01' >&2\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    archive.environment.put("JAVA_HOME", java.getParent().getParent().toString());

    assertOneLine(archive.program("gt8004"), "is Java " + version, "Java 17 or newer");
  }

  @Test
  void wrongJavaHome_isOneLineWithTheCure() {
    archive.environment.put("JAVA_HOME", "/no/such");

    assertOneLine(archive.program("gt8004-analytics"), "/no/such/bin/java does not exist", "unset");
  }

  @Test
  void demo_runsInAnEmptyFolder_asAnOrdinaryUser() throws IOException {
    Path empty = Files.createDirectory(archive.folder.resolve("empty"));
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      Files.setOwner(
          empty,
          empty.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
      command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }
    command.addAll(List.of(archive.file("bin/gt8004").toString(), "demo"));
    command.addAll(List.of("--entries", "2000", "--exit", "--output", "json"));
    Map<String, String> environment = new HashMap<>(archive.environment);
    environment.put("HOME", empty.toString());

    Ran ran = Ran.of(empty, environment, DEMO_SECONDS, command);

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("\"missing\":0").contains("\"duplicates\":0");
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void checksum_isThatOfTheArchive() {
    Path file = Path.of(System.getProperty("gt8004.archive", "")).normalize();
    Ran ran = archive.run(
        "sh",
        "-c",
        "cd '" + file.getParent() + "' && sha256sum -c " + file.getFileName() + ".sha256");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
  }

  private static void assertOneLine(Ran ran, String... parts) {
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).hasLineCount(1).startsWith("gt8004").contains(parts);
  }
}
