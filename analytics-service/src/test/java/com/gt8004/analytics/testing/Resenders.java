package com.gt8004.analytics.testing;

import com.gt8004.analytics.testing.TestService.Answer;
import com.gt8004.analytics.time.ServiceClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Clients that send the same entries in batches that overlap, and each batch again until it is answered
 * 200, as shippers do.
 */
public final class Resenders implements AutoCloseable {
  private static final int BATCH = 60;
  private static final Duration WAIT = Duration.ofMinutes(4);

  private final Supplier<String> url;
  private final String key;
  private final Entries entries;
  private final int count;
  private final BitSet acknowledged = new BitSet();
  private final List<String> unexpected = Collections.synchronizedList(new ArrayList<>());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> running = new ArrayList<>();
  private volatile boolean closed;

  public Resenders(Supplier<String> url, String key, Entries entries, int count) {
    this.url = url;
    this.key = key;
    this.entries = entries;
    this.count = count;
  }

  /** Each client begins elsewhere, goes in its own steps, and so sends about half of all entries. */
  public void start(int clients) {
    for (int client = 0; client < clients; client++) {
      Random random = new Random(client);
      running.add(threads.submit(() -> {
        for (int sent = 0; sent < count / 2 && !closed; sent += BATCH) {
          send(random);
        }
        return null;
      }));
    }
  }

  private void send(Random random) throws Exception {
    List<Integer> numbers = new ArrayList<>();
    int from = random.nextInt(count);
    for (int i = 0; i < BATCH; i++) {
      numbers.add((from + i) % count);
    }
    Collections.shuffle(numbers, random);
    deliver(numbers);
  }

  private void deliver(List<Integer> numbers) throws Exception {
    while (!closed) {
      try {
        Answer answer = TestService.send(HttpRequest.newBuilder(URI.create(url.get() + "v1/ingest"))
            .header("Authorization", "Bearer " + key)
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString(entries.batch(numbers)))
            .build());
        if (answer.status() == 200) {
          synchronized (acknowledged) {
            numbers.forEach(acknowledged::set);
          }
          return;
        }
        if (answer.status() != 503) {
          unexpected.add(answer.status() + " " + answer.json());
        }
      } catch (IOException e) {
        // The service is being killed or started.
      }
      ServiceClock.system().sleep(Duration.ofMillis(50));
    }
  }

  /** Waits until so many entries are acknowledged, or all clients are done. */
  public void awaitAcknowledged(int entriesMin) throws Exception {
    boolean came = Eventually.within(WAIT, () -> {
      synchronized (acknowledged) {
        return acknowledged.cardinality() >= entriesMin
            || running.stream().allMatch(Future::isDone);
      }
    });
    if (!came) {
      throw new IllegalStateException("clients made no progress: " + unexpected);
    }
  }

  /** Lets the clients end, and sends what none of them happened to. */
  public void finish() throws Exception {
    for (Future<?> each : running) {
      each.get(WAIT.toSeconds(), TimeUnit.SECONDS);
    }
    List<Integer> missing = new ArrayList<>();
    for (int number = acknowledged.nextClearBit(0);
        number < count;
        number = acknowledged.nextClearBit(number + 1)) {
      missing.add(number);
    }
    for (int from = 0; from < missing.size(); from += BATCH) {
      deliver(missing.subList(from, Math.min(missing.size(), from + BATCH)));
    }
  }

  /** Answers that were neither 200 nor 503. */
  public List<String> unexpected() {
    return List.copyOf(unexpected);
  }

  @Override
  public void close() {
    closed = true;
    threads.shutdownNow();
  }
}
