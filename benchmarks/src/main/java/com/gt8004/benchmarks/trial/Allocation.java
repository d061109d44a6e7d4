package com.gt8004.benchmarks.trial;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Heap bytes that each living thread has allocated so far. A thread that ends in between is not seen. */
final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Map<Long, Long> bytesByThread = new HashMap<>();

  private Allocation() {}

  static Allocation now() {
    Allocation now = new Allocation();
    long[] ids = THREADS.getAllThreadIds();
    long[] bytes = THREADS.getThreadAllocatedBytes(ids);
    for (int i = 0; i < ids.length; i++) {
      now.bytesByThread.put(ids[i], Math.max(0, bytes[i]));
    }
    return now;
  }

  /** What these threads have allocated since then. */
  long of(List<? extends Thread> threads, Allocation since) {
    return threads.stream().mapToLong(thread -> of(thread.getId(), since)).sum();
  }

  /** What all threads have allocated since then, without the thread that asks. */
  long ofAll(Allocation since) {
    long asking = Thread.currentThread().getId();
    return bytesByThread.keySet().stream()
        .filter(id -> id != asking)
        .mapToLong(id -> of(id, since))
        .sum();
  }

  private long of(long thread, Allocation since) {
    return bytesByThread.getOrDefault(thread, 0L) - since.bytesByThread.getOrDefault(thread, 0L);
  }
}
