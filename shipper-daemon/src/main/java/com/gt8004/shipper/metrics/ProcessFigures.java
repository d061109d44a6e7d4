package com.gt8004.shipper.metrics;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;

/** What the JVM says of itself, under the names that every Java program with Prometheus uses. */
public final class ProcessFigures {
  private ProcessFigures() {}

  /** Adds a sample of each; one that this JVM does not know is left out. */
  public static void addTo(Exposition exposition) {
    exposition.add(Metric.PROCESS_START, ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
    exposition.add(Metric.JVM_THREADS, ManagementFactory.getThreadMXBean().getThreadCount());
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory(exposition, "heap", memory.getHeapMemoryUsage());
    memory(exposition, "nonheap", memory.getNonHeapMemoryUsage());
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      exposition.add(
          Metric.JVM_GC_SECONDS, Math.max(0, gc.getCollectionTime()) / 1e3, gc.getName());
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      exposition.add(Metric.PROCESS_CPU, Math.max(0, system.getProcessCpuTime()) / 1e9);
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      exposition.add(Metric.PROCESS_OPEN_FDS, unix.getOpenFileDescriptorCount());
      exposition.add(Metric.PROCESS_MAX_FDS, unix.getMaxFileDescriptorCount());
    }
  }

  private static void memory(Exposition exposition, String area, MemoryUsage usage) {
    exposition.add(Metric.JVM_MEMORY_USED, usage.getUsed(), area);
    if (usage.getMax() >= 0) {
      exposition.add(Metric.JVM_MEMORY_MAX, usage.getMax(), area);
    }
  }
}
