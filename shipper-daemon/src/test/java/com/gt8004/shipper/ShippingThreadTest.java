package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipping thread outlives what a broken page does to it, and does not end unnoticed. */
class ShippingThreadTest {
  private static final InternalError BROKEN_PAGE =
      new InternalError("a fault occurred in a recent unsafe memory access operation");

  @TempDir
  Path folder;

  @Test
  void brokenPageInARound_doesNotEndTheThread() throws Exception {
    AtomicInteger rounds = new AtomicInteger();
    CountDownLatch second = new CountDownLatch(2);
    DutyCycle cycle = new DutyCycle(
        "test-cycle",
        () -> {
          second.countDown();
          if (rounds.getAndIncrement() == 0) {
            throw BROKEN_PAGE;
          }
          return 0;
        },
        () -> rounds.get() >= 2,
        () -> {});
    cycle.start();
    assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(cycle.await(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void brokenPageInAnErrand_leavesTheOtherErrands() {
    try (ShipperRig rig = new ShipperRig(folder)) {
      AtomicBoolean done = new AtomicBoolean();
      rig.shipper().ask(() -> {
        throw BROKEN_PAGE;
      });
      rig.shipper().ask(() -> done.set(true));
      rig.step();
      assertThat(done).isTrue();
    }
  }

  @Test
  void threadThatEndsUnexpectedly_endsTheServiceWithAFault() throws Exception {
    ShipperConfig config = ShipperConfig.load(null, Map.of("admin_listen", "127.0.0.1:0"), Map.of())
        .config();
    assertThat(config).isNotNull();
    try (ShipperService service = new ShipperService(
        config, new QueueRoot(folder.resolve("queues")), RunMode.SERVICE, new ClockThatKills())) {
      service.start();
      Ending ending = service.ending().get(10, TimeUnit.SECONDS);
      assertThat(ending.exitCode()).isEqualTo(1);
      assertThat(ending.message()).contains("ended unexpectedly");
    }
  }

  /** What no round survives, on the shipping thread only. */
  private static final class ClockThatKills implements EpochClock {
    @Override
    public long epochMicros() {
      return 0;
    }

    @Override
    public long nanoTime() {
      if (Thread.currentThread().getName().equals("gt8004-shipper")) {
        throw new OutOfMemoryError("as planned");
      }
      return 0;
    }
  }
}
