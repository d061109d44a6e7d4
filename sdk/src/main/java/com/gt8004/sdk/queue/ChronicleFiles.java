package com.gt8004.sdk.queue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.TreeSet;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How this product uses Chronicle Queue: the settings that writer and reader share, and what must be
 * done before its first class loads. Internal to the three queue packages.
 */
public final class ChronicleFiles {
  /**
   * Cycles are a counter here, not time; this only sets how a number becomes a file name, 2^30
   * entries a cycle and small index arrays (16 KiB).
   */
  public static final RollCycles ROLL_CYCLE = RollCycles.TEN_MINUTELY;

  /**
   * 4 MiB and a little: Chronicle takes entries up to a quarter of it, and the largest is 1 MiB with its
   * envelope; small enough that a new block stalls nobody (measured).
   */
  public static final int BLOCK_BYTES = (4 << 20) + (64 << 10);

  /** How long an append waits for Chronicle's own lock, which nobody else ever holds. */
  private static final long LOCK_TIMEOUT_MILLIS = 1_000;

  private static final String SUFFIX = SingleChronicleQueue.SUFFIX;

  /** Chronicle's own name for a cycle file that is not in use yet; its readers pass it over. */
  private static final String NEXT_SUFFIX = ".precreated";

  private static final DateTimeFormatter FILE_NAME =
      DateTimeFormatter.ofPattern(ROLL_CYCLE.format());
  private static final Logger log = LoggerFactory.getLogger(ChronicleFiles.class);

  private ChronicleFiles() {}

  static {
    ModuleOpener.open();
    quieten();
  }

  /** No usage reports, no banner, no thread that only complains about disks; warnings go to our log. */
  private static void quieten() {
    System.setProperty("chronicle.analytics.disable", "true");
    System.setProperty("chronicle.announcer.disable", "true");
    System.setProperty("chronicle.disk.monitor.disable", "true");
    ExceptionHandler quiet =
        (source, message, thrown) -> log.debug("chronicle: {}", message, thrown);
    Jvm.setExceptionHandlers(quiet, quiet, null, null);
  }

  /**
   * Opens for appending.
   *
   * @param cycle gives the number of the cycle to append to
   * @throws IOException if it would open read-only, as Chronicle silently does where it may not write
   */
  public static SingleChronicleQueue openForAppend(
      Path folder, java.util.function.IntSupplier cycle) throws IOException {
    TimeProvider counter = () -> (long) cycle.getAsInt() * ROLL_CYCLE.lengthInMillis();
    SingleChronicleQueue queue =
        inOurClassLoader(() -> builder(folder).timeProvider(counter).build());
    if (queue.metaStore().readOnly()) {
      queue.close();
      throw new IOException(
          folder + " opened read-only: no permission, no space or no free file descriptor");
    }
    return queue;
  }

  /** Opens for reading, beside a live writer or after it. The folder must hold {@code metadata.cq4t}. */
  public static SingleChronicleQueue openReadOnly(Path folder) {
    return inOurClassLoader(() -> builder(folder).readOnly(true).build());
  }

  /** Whether there is anything yet that {@link #openReadOnly} can open. */
  public static boolean exists(Path folder) {
    return Files.exists(metadata(folder))
        && cycles(folder).stream().anyMatch(cycle -> isBegun(file(folder, cycle)));
  }

  /**
   * Whether Chronicle has begun to use a cycle file. One that it has not, all zeros, is what a writer
   * leaves that died in the instant before; opening it costs Chronicle a second each time.
   */
  public static boolean isBegun(Path cycleFile) {
    try (InputStream in = Files.newInputStream(cycleFile)) {
      byte[] head = in.readNBytes(Integer.BYTES);
      return (head.length == Integer.BYTES) && (head[0] | head[1] | head[2] | head[3]) != 0;
    } catch (IOException e) {
      return Files.exists(cycleFile); // not for us to read now: no reason to call it empty
    }
  }

  /** Chronicle's file beside the cycle files. */
  public static Path metadata(Path folder) {
    return folder.resolve(SingleChronicleQueue.QUEUE_METADATA_FILE);
  }

  /** The name under which the file of a cycle is made before its time. */
  public static Path nextFile(Path folder, int cycle) {
    String name = String.valueOf(file(folder, cycle).getFileName());
    return folder.resolve(name.substring(0, name.length() - SUFFIX.length()) + NEXT_SUFFIX);
  }

  /** The file of a cycle. */
  public static Path file(Path folder, int cycle) {
    Instant start = Instant.ofEpochMilli((long) cycle * ROLL_CYCLE.lengthInMillis());
    return folder.resolve(FILE_NAME.format(start.atOffset(ZoneOffset.UTC)) + SUFFIX);
  }

  /**
   * The cycles on disk, ascending. Listed by ourselves: a read-only queue keeps a listing that it
   * cannot refresh. A folder that is gone holds none.
   */
  public static int[] cyclesOf(Path folder) {
    return cycles(folder).stream().mapToInt(Integer::intValue).toArray();
  }

  private static Set<Integer> cycles(Path folder) {
    Set<Integer> cycles = new TreeSet<>();
    String[] names = folder.toFile().list();
    for (String name : names == null ? new String[0] : names) {
      if (name.endsWith(SUFFIX)) {
        addCycle(name.substring(0, name.length() - SUFFIX.length()), cycles);
      }
    }
    return cycles;
  }

  private static void addCycle(String name, Set<Integer> cycles) {
    try {
      long millis =
          LocalDateTime.parse(name, FILE_NAME).toInstant(ZoneOffset.UTC).toEpochMilli();
      cycles.add(Math.toIntExact(millis / ROLL_CYCLE.lengthInMillis()));
    } catch (DateTimeParseException e) {
      log.debug("not a cycle file: {}", name);
    }
  }

  private static SingleChronicleQueueBuilder builder(Path folder) {
    return SingleChronicleQueueBuilder.binary(folder.toFile())
        .rollCycle(ROLL_CYCLE)
        .blockSize(BLOCK_BYTES)
        .timeoutMS(LOCK_TIMEOUT_MILLIS)
        .checkInterrupts(false)
        .doubleBuffer(false);
  }

  /** Chronicle loads classes through the thread's context class loader, which may be null or foreign. */
  private static SingleChronicleQueue inOurClassLoader(
      java.util.function.Supplier<SingleChronicleQueue> open) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ChronicleFiles.class.getClassLoader());
    try {
      return open.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
