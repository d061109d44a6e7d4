package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that has run out of file descriptors: an open journal takes entries, a new one waits. */
class FileDescriptorTest {
  @TempDir
  Path root;

  @Test
  void log_withoutFileDescriptorsGoesOnInTheOpenJournalAndRecovers() throws Exception {
    Map<String, Integer> found = run();
    assertThat(found.get("eaten")).isPositive();
    assertThat(found.get("cycleFile")).as("its length at least").isPositive();
    assertThat(found)
        .containsEntry("before", 10)
        .containsEntry("whileOpen", 1_000)
        .containsEntry("after", 1_000)
        .containsEntry("late", 0)
        .containsEntry("uncounted", 7)
        .containsEntry("leaked", 0)
        .containsEntry("lateAfter", 10)
        .containsEntry("readable", 2_010)
        .containsEntry("journals", 1)
        .containsEntry("lateJournals", 1);
  }

  private Map<String, Integer> run() throws Exception {
    Path output = root.resolve("output");
    Process process = new ProcessBuilder(
            "sh",
            "-c",
            "ulimit -n 120 && exec \"$0\" \"$@\"",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            FileDescriptorProcess.class.getName(),
            Files.createDirectory(root.resolve("queues")).toString())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(text).isZero();
    Map<String, Integer> found = new HashMap<>();
    text.lines().filter(line -> line.matches("\\w+=\\d+")).forEach(line -> {
      String[] parts = line.split("=", 2);
      found.put(parts[0], Integer.parseInt(parts[1]));
    });
    return found;
  }
}
