package com.gt8004.benchmarks.drain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the kernel says of another process (Linux: {@code /proc}). Stateless. */
final class ProcessUse {
  private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on all Linux platforms
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;
  private static final long KIB = 1024;

  private ProcessUse() {}

  /** Seconds of processor time that all its threads have used, in steps of 10 ms. */
  static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(proc(pid, "stat"), StandardCharsets.ISO_8859_1);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))
        / TICKS_PER_SECOND;
  }

  /** The most memory it ever had resident, mapped files included. */
  static long peakRssBytes(long pid) throws IOException {
    return status(pid, "VmHWM:");
  }

  /** Memory that is its own, now: no file stands behind it. */
  static long anonymousBytes(long pid) throws IOException {
    return status(pid, "RssAnon:");
  }

  private static long status(long pid, String name) throws IOException {
    for (String line : Files.readAllLines(proc(pid, "status"), StandardCharsets.ISO_8859_1)) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB;
      }
    }
    return 0; // it is ending
  }

  /** How many pieces of cycle files it has mapped, now. */
  static long mappedBlocks(long pid) throws IOException {
    try (Stream<String> maps = Files.lines(proc(pid, "maps"), StandardCharsets.ISO_8859_1)) {
      return maps.filter(line -> line.endsWith(".cq4") || line.contains(".cq4 "))
          .count();
    }
  }

  private static Path proc(long pid, String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }
}
