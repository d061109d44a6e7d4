package com.gt8004.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.analytics.store.AgentTotals;
import com.gt8004.analytics.store.StatsStore;
import com.gt8004.analytics.testing.TestService;
import com.gt8004.analytics.testing.TestService.Answer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class IngestConcurrencyIT {
  private static final int CLIENTS = 8;
  private static final int BATCHES = 12;
  private static final int ENTRIES = 600;
  private static final long SEED = 8004;

  @Test
  void overlappingBatches_fromManyClientsStoreEachEntryOnce() throws Exception {
    TestService service = TestService.shared();
    String key = service.addAgent("concurrent");
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    List<Future<Long>> accepted = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      accepted.add(clients.submit(client(service, key, new Random(SEED + client))));
    }
    long acceptedInAll = 0;
    for (Future<Long> one : accepted) {
      acceptedInAll += one.get();
    }
    clients.shutdown();

    List<String> stored = service.rows("concurrent").stream()
        .map(row -> String.valueOf(row.get("entry_id")))
        .toList();
    assertThat(stored).as("seed %d", SEED).doesNotHaveDuplicates().hasSize((int) acceptedInAll);
    AgentTotals totals = service.totals("concurrent");
    BigDecimal sum = service.rows("concurrent").stream()
        .map(row -> (BigDecimal) row.get("response_ms"))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(totals.totalRequests()).isEqualTo(stored.size());
    assertThat(totals.avgResponseMs())
        .isEqualByComparingTo(
            sum.divide(BigDecimal.valueOf(stored.size()), 6, RoundingMode.HALF_UP));
    assertThat(totals.duplicateEntries()).isEqualTo((long) CLIENTS * BATCHES * 50 - stored.size());
    assertThat(new StatsStore(service.database())
            .since("concurrent", Instant.EPOCH)
            .requests())
        .isEqualTo(stored.size());
  }

  /** Each batch is 50 of the same 600 entries in a random order, so nearly all collide with others under way. */
  private static Callable<Long> client(TestService service, String key, Random random) {
    return () -> {
      long accepted = 0;
      for (int batch = 0; batch < BATCHES; batch++) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
          numbers.add(i);
        }
        Collections.shuffle(numbers, random);
        Answer answer = service.ingest(key, body(numbers.subList(0, 50)));
        assertThat(answer.status()).isEqualTo(200);
        accepted += answer.json().get("accepted").asLong();
      }
      return accepted;
    };
  }

  private static String body(List<Integer> numbers) {
    List<String> entries = new ArrayList<>();
    for (int number : numbers) {
      entries.add("""
          {"entry_id": "01934a7e-5c00-7000-8000-0000000000cc:%d", "request_id": "r%d", "method": "GET", "path": "/",
           "status_code": 200, "response_ms": %d.%d, "timestamp": "2026-11-22T09:%02d:00Z"}""".formatted(number, number, number, number % 7, number % 60));
    }
    return "{\"entries\": [" + String.join(",", entries) + "]}";
  }
}
