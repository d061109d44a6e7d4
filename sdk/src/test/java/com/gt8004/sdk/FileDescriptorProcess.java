package com.gt8004.sdk;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.append.AppendLimits;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process that uses up its file descriptors while it logs; see {@link FileDescriptorTest}. */
final class FileDescriptorProcess {
  private static final AppendLimits LIMITS =
      AppendLimits.DEFAULT.withDiskFreeMin(0).withCycleBytes(200_000);

  private FileDescriptorProcess() {}

  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    try (GT8004Logger open = logger(root, "open");
        GT8004Logger late = logger(root, "late")) {
      report("before", log(open, 10));
      List<FileInputStream> eaten = eatAll();
      report("whileOpen", log(open, 1_000));
      report("late", log(late, 10));
      for (FileInputStream file : eaten) {
        file.close();
      }
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

  private static List<FileInputStream> eatAll() {
    List<FileInputStream> eaten = new ArrayList<>();
    while (true) {
      try {
        eaten.add(new FileInputStream("/dev/null"));
      } catch (IOException e) {
        report("eaten", eaten.size());
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
