package com.gt8004.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The archive, unpacked into a fresh folder whose name has a space. */
final class Archive implements AutoCloseable {
  private static final Path FILE =
      Path.of(System.getProperty("gt8004.archive", "")).normalize();
  private static final int SECONDS = 60;

  /** Passable for all, so that another user can run what is in it. */
  final Path folder;

  /** The one folder in it. */
  final Path home;

  final Map<String, String> environment = new HashMap<>();

  Archive() throws IOException {
    assertThat(FILE).as("build it first: mvn -Pdist verify").isRegularFile();
    folder = Files.createTempDirectory("gt8004 dist ");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("HOME", folder.toString());
    Ran ran = run("tar", "-xzf", FILE.toString());
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    try (Stream<Path> inside = Files.list(folder)) {
      home = inside
          .collect(Collectors.reducing((a, b) -> {
            throw new AssertionError("two folders in the archive: " + a + ", " + b);
          }))
          .orElseThrow();
    }
  }

  /** The lines of {@code tar --list --verbose}. */
  List<String> listing() {
    return run("tar", "--numeric-owner", "--full-time", "-tvzf", FILE.toString())
        .out()
        .lines()
        .toList();
  }

  Path file(String path) {
    return home.resolve(path);
  }

  String text(String path) throws IOException {
    return Files.readString(file(path));
  }

  /** Names of the files in a folder, sorted. */
  List<String> names(String path) throws IOException {
    try (Stream<Path> files = Files.list(file(path))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Runs one of the programs in bin/. */
  Ran program(String name, String... arguments) {
    return run(
        Stream.concat(Stream.of(file("bin").resolve(name).toString()), Arrays.stream(arguments))
            .toArray(String[]::new));
  }

  /** What a program says of itself; it must know the option. */
  String help(String program, String... command) {
    Ran ran = program(
        program, Stream.concat(Arrays.stream(command), Stream.of("--help")).toArray(String[]::new));
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return ran.out();
  }

  Ran run(String... command) {
    return Ran.of(folder, environment, SECONDS, List.of(command));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
