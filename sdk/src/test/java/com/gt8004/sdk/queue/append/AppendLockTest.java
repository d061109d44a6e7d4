package com.gt8004.sdk.queue.append;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.EpochClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class AppendLockTest {
  @Test
  void tryLock_letsThoseWhoWaitedLongGoFirst() throws InterruptedException {
    AppendLock lock = new AppendLock(Duration.ofMinutes(1).toNanos(), EpochClock.system());
    List<String> order = new CopyOnWriteArrayList<>();
    lock.lock();
    Thread waiter = new Thread(() -> take(lock, "waited", order));
    waiter.start();
    while (lock.impatient() == 0) {
      Thread.onSpinWait();
    }
    lock.unlock();
    take(lock, "just came", order);
    waiter.join();
    assertThat(order).containsExactly("waited", "just came");
    assertThat(lock.impatient()).isZero();
  }

  @Test
  void lock_goesBeforeThoseWhoJustCome() throws InterruptedException {
    AppendLock lock = new AppendLock(Duration.ofMinutes(1).toNanos(), EpochClock.system());
    List<String> order = new CopyOnWriteArrayList<>();
    lock.lock();
    Thread waiter = new Thread(() -> lock.locked(() -> order.add("housekeeping")));
    waiter.start();
    while (waiter.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(lock.impatient()).isEqualTo(1);
    lock.unlock();
    take(lock, "just came", order);
    waiter.join();
    assertThat(order).containsExactly("housekeeping", "just came");
    assertThat(lock.impatient()).isZero();
  }

  @Test
  void tryLock_givesUpAtTheLimitAndKeepsAnInterrupt() throws InterruptedException {
    AppendLock lock = new AppendLock(Duration.ofMillis(50).toNanos(), EpochClock.system());
    lock.lock();
    List<String> order = new CopyOnWriteArrayList<>();
    Thread waiter = new Thread(() -> {
      Thread.currentThread().interrupt();
      order.add("taken " + lock.tryLock());
      order.add("interrupted " + Thread.interrupted());
    });
    waiter.start();
    waiter.join();
    assertThat(order).containsExactly("taken false", "interrupted true");
    assertThat(lock.impatient()).isZero();
  }

  private static void take(AppendLock lock, String who, List<String> order) {
    if (lock.tryLock()) {
      order.add(who);
      lock.unlock();
    }
  }
}
