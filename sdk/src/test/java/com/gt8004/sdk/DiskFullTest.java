package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full: the process lives, the logger refuses, nothing acknowledged is lost, and logging
 * goes on in the same journal when space returns.
 *
 * <p>Each test is a process in a mount namespace of its own with a small file system that ends with it.
 * Another JDK to try as well is named by the environment variable {@code GT8004_OTHER_JAVA_HOME}.
 */
class DiskFullTest {
  private static final String HOME = System.getProperty("java.home");
  private static final String TMPFS = "mount -t tmpfs -o size=%s none \"$0\" && exec \"$@\"";

  @TempDir
  Path folder;

  @Test
  void log_onADiskThatFillsRefusesAndGoesOnWhenSpaceReturns() throws Exception {
    Map<String, Long> found = onTmpfs("24m", HOME, "race", 2, 0);
    assertThat(found).containsEntry("resumed", 2L);
    assertNothingLost(found);
  }

  @Test
  void log_atARollWithNothingFreeLosesNothing() throws Exception {
    Map<String, Long> found = onTmpfs("24m", HOME, "roll", 1, 0);
    assertThat(found).containsEntry("freeBefore", 0L).containsEntry("resumed", 1L);
    assertThat(found.get("cyclesAfter")).isGreaterThan(found.get("cyclesBefore"));
    assertNothingLost(found);
  }

  @Test
  void log_atTheStartOnAFullDiskRefusesAndLeavesNothingBehind() throws Exception {
    Map<String, Long> found = onTmpfs("24m", HOME, "start", 1, 0);
    assertThat(found).containsEntry("resumed", 1L);
    assertThat(found.get("refusedAtFirst")).isGreaterThanOrEqualTo(50);
    assertNothingLost(found);
  }

  @Test
  @Tag("torture")
  void log_livesThroughTwentyRoundsOnEachDiskAndJdk() throws Exception {
    for (String home : homes()) {
      for (String mode : List.of("fill", "race")) {
        for (long diskFreeMin : new long[] {0, 4 << 20}) {
          assertRounds(onTmpfs("64m", home, mode, 20, diskFreeMin));
          assertRounds(onExt4(home, mode, 20, diskFreeMin));
        }
      }
      assertNothingLost(onExt4(home, "roll", 1, 0));
      assertNothingLost(onExt4(home, "start", 1, 0));
    }
  }

  private static void assertRounds(Map<String, Long> found) {
    assertThat(found).containsEntry("resumed", 20L);
    assertNothingLost(found);
  }

  private static void assertNothingLost(Map<String, Long> found) {
    assertThat(found)
        .containsEntry("lost", 0L)
        .containsEntry("damaged", 0L)
        .containsEntry("journals", 1L)
        .containsEntry("births", 0L)
        .doesNotContainKey(AppendResult.REFUSED_UNUSABLE.name())
        .containsKey(AppendResult.REFUSED_DISK_FULL.name());
    assertThat(found.get("acknowledged")).isPositive();
  }

  private Map<String, Long> onTmpfs(
      String size, String home, String mode, int rounds, long diskFreeMin) throws Exception {
    return run(TMPFS.formatted(size), home, mode, rounds, diskFreeMin);
  }

  private Map<String, Long> onExt4(String home, String mode, int rounds, long diskFreeMin)
      throws Exception {
    Path image = folder.resolve("image");
    try (var file = new java.io.RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(0);
      file.setLength(64 << 20);
    }
    Process format = new ProcessBuilder("mkfs.ext4", "-q", "-F", image.toString()).start();
    assumeTrue(format.waitFor() == 0, "mkfs.ext4 failed");
    return run(
        "mount -o loop '" + image + "' \"$0\" && exec \"$@\"", home, mode, rounds, diskFreeMin);
  }

  private Map<String, Long> run(
      String mount, String home, String mode, int rounds, long diskFreeMin) throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    List<String> command = new ArrayList<>(namespace());
    command.addAll(List.of("sh", "-c", mount, disk.toString()));
    command.addAll(List.of(
        Path.of(home, "bin", "java").toString(),
        "-Xmx128m",
        "-cp",
        System.getProperty("java.class.path"),
        DiskFullProcess.class.getName(),
        disk.toString(),
        mode,
        Integer.toString(rounds),
        Long.toString(diskFreeMin)));
    Path output = folder.resolve("output");
    Process process = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as("%s %s: %s", home, mode, text).isZero();
    return found(text);
  }

  private static Map<String, Long> found(String text) {
    Map<String, Long> found = new TreeMap<>();
    text.lines().filter(line -> line.matches("\\w+=\\d+")).forEach(line -> {
      String[] parts = line.split("=", 2);
      found.put(parts[0], Long.parseLong(parts[1]));
    });
    return found;
  }

  /** How to get mounts of our own here; the tests are skipped where there is no way. */
  private static List<String> namespace() throws IOException, InterruptedException {
    for (List<String> way : List.of(List.of("unshare", "-m"), List.of("unshare", "-Urm"))) {
      List<String> command = new ArrayList<>(way);
      command.addAll(List.of("sh", "-c", "mount -t tmpfs none /mnt"));
      try {
        if (new ProcessBuilder(command).start().waitFor() == 0) {
          return way;
        }
      } catch (IOException e) {
        break; // no unshare here
      }
    }
    assumeTrue(false, "neither unshare -m nor unshare -Urm may mount a tmpfs here");
    return List.of();
  }

  private static List<String> homes() {
    String other = System.getenv("GT8004_OTHER_JAVA_HOME");
    return other == null ? List.of(HOME) : List.of(HOME, other);
  }
}
