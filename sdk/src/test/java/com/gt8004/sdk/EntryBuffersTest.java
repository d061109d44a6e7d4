package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EntryBuffersTest {
  private final EntryBuffers buffers = new EntryBuffers(1 << 20);

  @Test
  void take_givesAThreadItsBufferBack() {
    EntryBuffer buffer = buffers.take();
    buffers.give(buffer);
    assertThat(buffers.take()).isSameAs(buffer);
  }

  @Test
  void take_neverGivesABufferToTwo() {
    EntryBuffer first = buffers.take();
    assertThat(buffers.take()).isNotSameAs(first);
  }

  @Test
  void give_doesNotKeepWhatHasGrownLarge() {
    EntryBuffer large = buffers.take();
    large.reserve(100_000);
    buffers.give(large);
    assertThat(buffers.take()).isNotSameAs(large);
  }

  @Test
  void give_keepsNoMoreThanAThreadLooksAt() {
    List<EntryBuffer> taken = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      taken.add(buffers.take());
    }
    taken.forEach(buffers::give);
    Set<EntryBuffer> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < 100; i++) {
      kept.add(buffers.take());
    }
    kept.retainAll(identities(taken));
    assertThat(kept).hasSize(4);
  }

  @Test
  void take_byMoreThreadsThanSlotsNeverSharesABuffer() throws InterruptedException {
    AtomicInteger shared = new AtomicInteger();
    Set<EntryBuffer> owned = Collections.synchronizedSet(identities(List.of()));
    inThreads(96, 300, () -> {
      EntryBuffer buffer = buffers.take();
      if (!owned.add(buffer)) {
        shared.incrementAndGet();
      }
      Thread.yield(); // lets others run while this one owns a buffer
      owned.remove(buffer);
      buffers.give(buffer);
    });
    assertThat(shared).hasValue(0);
  }

  @Test
  void take_bySixteenThreadsMakesFewBuffers() throws InterruptedException {
    Set<EntryBuffer> all = Collections.synchronizedSet(identities(List.of()));
    inThreads(16, 3_000, () -> {
      EntryBuffer buffer = buffers.take();
      all.add(buffer);
      buffers.give(buffer);
    });
    assertThat(all).as("buffers made in 48,000 takes").hasSizeLessThanOrEqualTo(32);
  }

  private static void inThreads(int count, int rounds, Runnable round) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      Thread thread = new Thread(() -> {
        for (int i = 0; i < rounds; i++) {
          round.run();
        }
      });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static Set<EntryBuffer> identities(List<EntryBuffer> of) {
    Set<EntryBuffer> set = Collections.newSetFromMap(new IdentityHashMap<>());
    set.addAll(of);
    return set;
  }
}
