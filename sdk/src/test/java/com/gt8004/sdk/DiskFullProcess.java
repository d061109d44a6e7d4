package com.gt8004.sdk;

import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.append.AppendLimits;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A process on a small file system of its own, which it fills. What it finds goes to its standard output
 * as {@code name=number}, because the file system is gone when the process is.
 */
final class DiskFullProcess {
  private static final int THREADS = 4;
  private static final int REFUSALS_PER_ROUND = 300;
  private static final Pattern NUMBER = Pattern.compile("\"path\":\"/n/(\\d+)\"");

  private final Path root;
  private final Path ballast;
  private final AtomicInteger next = new AtomicInteger();
  private final BitSet acknowledged = new BitSet();
  private final Map<AppendResult, Integer> results = new EnumMap<>(AppendResult.class);

  private DiskFullProcess(Path root) {
    this.root = root;
    this.ballast = root.resolve("ballast");
  }

  /** Arguments: folder, what to do, rounds, disk_free_min. */
  public static void main(String[] args) throws Exception {
    DiskFullProcess process = new DiskFullProcess(Path.of(args[0]));
    Files.createDirectory(process.ballast);
    switch (args[1]) {
      case "fill" -> process.fillAndFree(Integer.parseInt(args[2]), Long.parseLong(args[3]), false);
      case "race" -> process.fillAndFree(Integer.parseInt(args[2]), Long.parseLong(args[3]), true);
      case "roll" -> process.rollWithNothingFree();
      case "start" -> process.startWithNothingFree();
      default -> throw new IllegalArgumentException(args[1]);
    }
    process.report();
  }

  private void fillAndFree(int rounds, long diskFreeMin, boolean raced) throws Exception {
    for (int round = 0; round < rounds; round++) {
      fill(ballast.resolve("freed-" + round), 2 << 20);
    }
    Thread racer = new Thread(this::race);
    racer.setDaemon(true);
    if (raced) {
      racer.start();
    }
    int resumed = 0;
    try (GT8004Logger logger = logger(AppendLimits.DEFAULT.withDiskFreeMin(diskFreeMin))) {
      logUntilFull(logger);
      for (int round = 0; round < rounds; round++) {
        Files.delete(ballast.resolve("freed-" + round));
        resumed += logUntilFull(logger) > 0 ? 1 : 0;
      }
    }
    report("resumed", resumed);
  }

  /** Takes and gives back what others need, as a log rotation beside us might. */
  private void race() {
    Path file = ballast.resolve("racer");
    while (true) {
      try {
        fill(file, 3 << 20);
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // Full: the next round deletes it.
        Thread.yield();
      }
    }
  }

  private void rollWithNothingFree() throws Exception {
    AppendLimits limits = AppendLimits.DEFAULT.withDiskFreeMin(0).withCycleBytes(400_000);
    try (GT8004Logger logger = logger(limits)) {
      // So far that the next file is made and the present one has room for the rest of its cycle.
      for (long bytes = 0; bytes < 395_000; bytes += lengthOfFirst()) {
        log(logger, 1_000);
      }
      fillDisk();
      report("cyclesBefore", files(".cq4"));
      report("freeBefore", Files.getFileStore(root).getUsableSpace());
      logUntilFull(logger);
      report("cyclesAfter", files(".cq4"));
      for (int i = 0; i < 4; i++) {
        Files.delete(ballast.resolve("all-" + i));
      }
      report("resumed", logUntilFull(logger) > 0 ? 1 : 0);
    }
  }

  private void startWithNothingFree() throws Exception {
    for (int i = 0; i < 3; i++) {
      fill(ballast.resolve("small-" + i), 400_000);
    }
    fillDisk();
    try (GT8004Logger logger = logger(AppendLimits.DEFAULT.withDiskFreeMin(0))) {
      for (int i = 0; i < 50; i++) {
        log(logger, 1_000);
      }
      // A little at a time, so that there is room for some of the files of a birth.
      for (int i = 0; i < 3; i++) {
        Files.delete(ballast.resolve("small-" + i));
        log(logger, 1_000);
      }
      report("refusedAtFirst", results.getOrDefault(AppendResult.REFUSED_DISK_FULL, 0));
      for (int i = 0; i < 4; i++) {
        Files.delete(ballast.resolve("all-" + i));
      }
      report("resumed", logUntilFull(logger) > 0 ? 1 : 0);
    }
  }

  /** Four threads, until each was refused often; how many entries were appended. */
  private int logUntilFull(GT8004Logger logger) throws InterruptedException {
    int before = acknowledged();
    Thread[] threads = new Thread[THREADS];
    for (int i = 0; i < THREADS; i++) {
      threads[i] = new Thread(() -> logUntilRefused(logger));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return acknowledged() - before;
  }

  private void logUntilRefused(GT8004Logger logger) {
    int refusals = 0;
    int appended = 0;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    // Space is noticed once a second: who is refused at once waits for the first that is not.
    while ((refusals < REFUSALS_PER_ROUND || appended == 0) && System.nanoTime() < deadline) {
      int n = next.get();
      boolean taken = log(logger, n % 97 == 0 ? 150_000 : n % 4_000);
      refusals += taken ? 0 : 1;
      appended += taken ? 1 : 0;
    }
  }

  private boolean log(GT8004Logger logger, int bodyLength) {
    int number = next.getAndIncrement();
    AppendResult result = logger.log(RequestLogEntry.builder()
        .method("GET")
        .path("/n/" + number)
        .statusCode(200)
        .responseMs(1)
        .requestBody("x".repeat(bodyLength))
        .build());
    synchronized (acknowledged) {
      results.merge(result, 1, Integer::sum);
      acknowledged.set(number, result.appended());
    }
    return result.appended();
  }

  private int acknowledged() {
    synchronized (acknowledged) {
      return acknowledged.cardinality();
    }
  }

  private GT8004Logger logger(AppendLimits limits) {
    return GT8004Logger.builder()
        .agentId("full")
        .queueRoot(root)
        .durability(Durability.INTERVAL)
        .with(limits, Map.of())
        .build();
  }

  private void fillDisk() {
    for (int i = 0; i < 4; i++) {
      try {
        fill(ballast.resolve("all-" + i), i < 3 ? 1 << 20 : Long.MAX_VALUE);
      } catch (IOException e) {
        report("filled", i); // as meant
      }
    }
  }

  private static void fill(Path file, long bytes) throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long written = 0; written < bytes; written += block.length) {
        out.write(block);
      }
    }
  }

  private void report() throws IOException {
    results.forEach((result, count) -> report(result.name(), count));
    BitSet readable = new BitSet();
    int damaged = 0;
    List<JournalDirectory> journals = new QueueRoot(root).queue("full").journals();
    for (JournalDirectory journal : journals) {
      damaged += readAll(journal, readable) ? 0 : 1;
    }
    BitSet lost = (BitSet) acknowledged.clone();
    lost.andNot(readable);
    report("acknowledged", acknowledged.cardinality());
    report("readable", readable.cardinality());
    report("lost", lost.cardinality());
    report("damaged", damaged);
    report("journals", journals.size());
    report("births", leftovers());
  }

  private static boolean readAll(JournalDirectory journal, BitSet into) {
    try (JournalTailer tailer = JournalTailer.open(journal)) {
      TailedEntry entry = new TailedEntry();
      TailStatus status = tailer.read(entry);
      while (status == TailStatus.ENTRY) {
        Matcher number = NUMBER.matcher(entry.payloadText());
        into.set(number.find() ? Integer.parseInt(number.group(1)) : Integer.MAX_VALUE);
        status = tailer.read(entry);
      }
      return status == TailStatus.NOTHING_NEW && tailer.trouble().isEmpty();
    }
  }

  private long lengthOfFirst() throws IOException {
    JournalDirectory journal = new QueueRoot(root).queue("full").journals().get(0);
    try (JournalTailer tailer = JournalTailer.open(journal)) {
      TailedEntry entry = new TailedEntry();
      tailer.read(entry);
      return Envelope.HEADER_BYTES + entry.payloadText().length();
    }
  }

  private long leftovers() throws IOException {
    QueueDirectory queue = new QueueRoot(root).queue("full");
    try (Stream<Path> folders = Files.list(queue.journalsFolder())) {
      return folders.filter(f -> f.getFileName().toString().startsWith(".")).count();
    }
  }

  private long files(String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(suffix)).count();
    }
  }

  private static void report(String name, long value) {
    System.out.println(name + "=" + value);
  }
}
