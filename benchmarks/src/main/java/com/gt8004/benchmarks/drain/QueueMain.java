package com.gt8004.benchmarks.drain;

import com.gt8004.benchmarks.contestant.SampleEntries;
import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.Durability;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * The application: a process with the real logger. Takes the queue root and the payload's bytes as
 * arguments; on standard input {@code append N}, as fast as it can, and {@code pace N SECONDS}, N a
 * second with the time of each call. Answers {@code done}. Ends, and closes the logger, with its input.
 */
public final class QueueMain {
  private static final long QUEUE_BYTES_MAX = 1L << 40;
  private static final long NANOS = 1_000_000_000L;

  private final GT8004Logger logger;
  private final RequestLogEntry[] entries;

  private QueueMain(GT8004Logger logger, RequestLogEntry[] entries) {
    this.logger = logger;
    this.entries = entries;
  }

  public static void main(String[] args) throws IOException {
    try (GT8004Logger logger = GT8004Logger.builder()
        .agentId(BuiltQueue.AGENT)
        .queueRoot(Path.of(args[0]))
        .durability(Durability.PAGE_CACHE)
        .queueBytesMax(QUEUE_BYTES_MAX)
        .build()) {
      new QueueMain(logger, SampleEntries.ofPayloadBytes(Integer.parseInt(args[1]))).serve();
    }
  }

  private void serve() throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      long count = Long.parseLong(words[1]);
      if (words[0].equals("append")) {
        append(count);
      } else {
        pace(count, Long.parseLong(words[2]));
      }
      System.out.println("done");
      System.out.flush();
    }
  }

  private void append(long count) {
    for (long i = 0; i < count; i++) {
      log(entries[(int) i & (SampleEntries.COUNT - 1)]);
    }
  }

  private void pace(long perSecond, long seconds) {
    long start = System.nanoTime();
    for (long i = 0; i < perSecond * seconds; i++) {
      long due = start + i * NANOS / perSecond;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      log(SampleEntries.rebuilt(entries[(int) i & (SampleEntries.COUNT - 1)]));
    }
  }

  private void log(RequestLogEntry entry) {
    AppendResult result = logger.log(entry);
    if (!result.appended()) {
      throw new IllegalStateException("an entry was not appended: " + result);
    }
  }
}
