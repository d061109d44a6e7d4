package com.gt8004.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.analytics.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IngestLaneTest {
  private static IngestPart part(int rows) {
    return new IngestPart(
        new IngestStore.Batch("a", null, null, false, rows),
        Collections.nCopies(rows, new LogRow()));
  }

  @Test
  void batchesThatComeDuringATransaction_shareTheNextUpToItsLimit() throws Exception {
    List<Integer> groups = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    IngestLane lane = new IngestLane(parts -> {
      groups.add(parts.size());
      first.countDown();
      try {
        assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return parts.stream()
          .map(each -> new IngestStore.Stored(each.rows().size(), Map.of()))
          .toList();
    });
    ExecutorService threads = Executors.newFixedThreadPool(6);
    List<Future<Integer>> stored = new ArrayList<>();
    stored.add(threads.submit(() -> lane.store(part(1)).stored()));
    assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 5; i++) {
      stored.add(threads.submit(() -> lane.store(part(300)).stored()));
    }
    assertThat(Eventually.within(Duration.ofSeconds(20), () -> lane.waiting() == 5))
        .isTrue();
    goOn.countDown();
    assertThat(stored.get(0).get(20, TimeUnit.SECONDS)).isEqualTo(1);
    for (Future<Integer> each : stored.subList(1, 6)) {
      assertThat(each.get(20, TimeUnit.SECONDS)).isEqualTo(300);
    }
    threads.shutdown();
    assertThat(groups).containsExactly(1, 3, 2);
  }

  @Test
  void failure_reachesEveryBatchOfItsTransactionAndNoOther() {
    IngestLane lane = new IngestLane(parts -> {
      if (parts.get(0).rows().size() == 13) {
        throw new IllegalStateException("thirteen");
      }
      return List.of(new IngestStore.Stored(1, Map.of()));
    });
    assertThatThrownBy(() -> lane.store(part(13))).hasMessage("thirteen");
    assertThat(lane.store(part(1)).stored()).isEqualTo(1);
  }
}
