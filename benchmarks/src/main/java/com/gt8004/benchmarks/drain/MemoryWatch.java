package com.gt8004.benchmarks.drain;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Looks at a process again and again and keeps the most it saw. */
final class MemoryWatch implements AutoCloseable {
  private static final long LOOK_MILLIS = 50;

  private final long pid;
  private final Thread watcher;
  private volatile long anonymousBytes;
  private volatile long mappedBlocks;
  private volatile long peakRssBytes;
  private volatile boolean ended;

  MemoryWatch(long pid) {
    this.pid = pid;
    this.watcher = new Thread(this::watch, "memory of " + pid);
    watcher.setDaemon(true);
    watcher.start();
  }

  private void watch() {
    try {
      while (!ended) {
        look();
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (IOException e) {
      return; // the process has ended
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws IOException {
    anonymousBytes = Math.max(anonymousBytes, ProcessUse.anonymousBytes(pid));
    mappedBlocks = Math.max(mappedBlocks, ProcessUse.mappedBlocks(pid));
    peakRssBytes = Math.max(peakRssBytes, ProcessUse.peakRssBytes(pid));
  }

  /** The most memory without a file behind it. */
  long anonymousBytes() {
    return anonymousBytes;
  }

  /** The most pieces of cycle files mapped at a time. */
  long mappedBlocks() {
    return mappedBlocks;
  }

  long peakRssBytes() {
    return peakRssBytes;
  }

  @Override
  public void close() {
    ended = true;
  }
}
