package com.gt8004.sdk;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueBytes;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.append.AppendLimits;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A process that uses up its file descriptors while it logs; see {@link FileDescriptorTest}. */
final class FileDescriptorProcess {
  private static final AppendLimits LIMITS =
      AppendLimits.DEFAULT.withDiskFreeMin(0).withCycleBytes(200_000);

  /** With so many descriptors a journal begins; with fewer it fails, each time at another step. */
  private static final int FEW_MAX = 8;

  private FileDescriptorProcess() {}

  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    loadClasses(root);
    try (GT8004Logger open = logger(root, "open");
        GT8004Logger late = logger(root, "late")) {
      report("before", log(open, 10));
      Path cycle = cycleFile(root.resolve("open"));
      List<FileInputStream> eaten = eatAll();
      report("eaten", eaten.size());
      report("whileOpen", log(open, 1_000));
      report("late", log(late, 10));
      report("uncounted", QueueBytes.ofQueue(new QueueRoot(root).queue("open"), 7));
      report("cycleFile", QueueBytes.ofCycleFile(cycle));
      for (int few = 1; few <= FEW_MAX; few++) {
        beginWith(few, eaten, root);
      }
      for (FileInputStream file : eaten) {
        file.close();
      }
      report("leaked", leftOpen());
      report("after", log(open, 1_000));
      long deadline = System.nanoTime() + 20_000_000_000L;
      while (log(late, 1) == 0 && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      report("lateAfter", log(late, 10));
    }
    report("readable", readable(root, "open"));
    report("journals", new QueueRoot(root).queue("open").journals().size());
    report("lateJournals", new QueueRoot(root).queue("late").journals().size());
  }

  private static GT8004Logger logger(Path root, String agent) {
    return GT8004Logger.builder()
        .agentId(agent)
        .queueRoot(root)
        .with(LIMITS, Map.of())
        .build();
  }

  private static int log(GT8004Logger logger, int times) {
    int appended = 0;
    for (int i = 0; i < times; i++) {
      RequestLogEntry entry = RequestLogEntry.builder()
          .method("GET")
          .path("/")
          .statusCode(200)
          .responseMs(1)
          .requestBody("x".repeat(1_000))
          .build();
      appended += logger.log(entry).appended() ? 1 : 0;
    }
    return appended;
  }

  private static Path cycleFile(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".cq4")).findFirst().orElseThrow();
    }
  }

  private static void beginWith(int few, List<FileInputStream> eaten, Path root)
      throws IOException {
    for (int i = 0; i < few; i++) {
      eaten.remove(eaten.size() - 1).close();
    }
    try (GT8004Logger logger = logger(root, "few-" + few)) {
      log(logger, 1);
    }
    eaten.addAll(eatAll());
  }

  /** Files made for a first cycle that never came, still open although all their loggers are closed. */
  private static long leftOpen() throws IOException {
    long found = 0;
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : open) {
        String target = Files.exists(descriptor, LinkOption.NOFOLLOW_LINKS)
            ? Files.readSymbolicLink(descriptor).toString()
            : "";
        found += target.contains("few-") && target.contains(".precreated") ? 1 : 0;
      }
    }
    return found;
  }

  /** Loads classes, which lie in folders here: without descriptors none is found, then or later. */
  private static void loadClasses(Path root) {
    GT8004Logger logger = logger(root, "warm");
    log(logger, 1);
    logger.flush(Duration.ZERO);
    logger.close();
    log(logger, 1);
  }

  private static List<FileInputStream> eatAll() {
    List<FileInputStream> eaten = new ArrayList<>();
    while (true) {
      try {
        eaten.add(new FileInputStream("/dev/null"));
      } catch (IOException e) {
        return eaten;
      }
    }
  }

  private static int readable(Path root, String agent) throws IOException {
    int entries = 0;
    for (JournalDirectory journal : new QueueRoot(root).queue(agent).journals()) {
      try (JournalTailer tailer = JournalTailer.open(journal)) {
        TailedEntry entry = new TailedEntry();
        while (tailer.read(entry) == TailStatus.ENTRY) {
          entries++;
        }
      }
    }
    return entries;
  }

  private static void report(String name, long value) {
    System.out.println(name + "=" + value);
  }
}
