package com.gt8004.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Where and when a run was made.
 *
 * @param loadBefore load averages of 1, 5 and 15 minutes before the run
 * @param loadAfter and after it; its own threads count in
 */
public record Machine(
    String date,
    String cpu,
    int cores,
    long memoryBytes,
    String kernel,
    String jdk,
    String fileSystem,
    String loadBefore,
    String loadAfter,
    String commit,
    String plan,
    String jvmArguments) {
  private static final String UNKNOWN = "unknown";

  /**
   * The present machine.
   *
   * @param data the folder whose file system is measured
   */
  public static Machine now(Path data, String plan, String jvmArguments) throws IOException {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    FileStore store = Files.getFileStore(data);
    return new Machine(
        LocalDate.now(ZoneOffset.UTC).toString(),
        cpuName(),
        system.getAvailableProcessors(),
        system.getTotalMemorySize(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        store.type(),
        load(),
        "",
        Optional.ofNullable(System.getenv("GT8004_BENCHMARK_COMMIT")).orElse(UNKNOWN),
        plan,
        jvmArguments);
  }

  /** The same with the present load average as the one after the run. */
  public Machine withLoadAfter() {
    return new Machine(
        date,
        cpu,
        cores,
        memoryBytes,
        kernel,
        jdk,
        fileSystem,
        loadBefore,
        load(),
        commit,
        plan,
        jvmArguments);
  }

  /** For people. */
  List<String> lines() {
    return List.of(
        "Date " + date + ", plan " + plan + ", commit " + commit,
        "%s, %d cores, %d GiB, kernel %s, data on %s"
            .formatted(
                cpu, cores, Math.round((double) memoryBytes / (1L << 30)), kernel, fileSystem),
        jdk + ", " + jvmArguments,
        "Load average (1, 5, 15 min) before " + loadBefore + ", after " + loadAfter);
  }

  private static String cpuName() {
    return lines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static String load() {
    return lines(Path.of("/proc/loadavg")).stream()
        .map(line -> String.join(" ", List.of(line.split(" ")).subList(0, 3)))
        .findFirst()
        .orElse(UNKNOWN);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of(); // not on this system
    }
  }
}
