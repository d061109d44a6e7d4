package com.gt8004.shipper.retain;

import com.gt8004.sdk.queue.EpochClock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A settled cycle file that is to go, and the rule that says so. */
public record DueCycle(SettledCycle cycle, Why why) {
  /** The rules. */
  public enum Why {
    /** It was settled long enough ago. */
    AGE,
    /** More bytes are settled than are kept. */
    BYTES,
    /** The queue or its disk runs full. */
    PRESSURE,
    /** More finished journals are there than are kept. */
    JOURNALS,
    /** There is no entry in it. */
    EMPTY
  }

  /**
   * Which of these go now.
   *
   * @param settled in the order in which they are to go
   * @param leased whether a replay wants them to stay; asked only if one would go
   * @param retainedBytes of all settled files
   * @param pressure null unless room has to be made
   */
  public static List<DueCycle> of(
      List<SettledCycle> settled,
      BooleanSupplier leased,
      RetentionRules rules,
      long retainedBytes,
      @Nullable Pressure pressure,
      EpochClock clock) {
    List<DueCycle> due = new ArrayList<>();
    long freed = 0;
    for (SettledCycle cycle : settled) {
      Why why = null;
      boolean old = clock.nanoTime() - cycle.settledNanos() >= rules.age().toNanos();
      if (old && !leased.getAsBoolean()) {
        why = Why.AGE;
      } else if (retainedBytes - freed > rules.bytes() && !leased.getAsBoolean()) {
        why = Why.BYTES;
      } else if (pressure != null && pressure.isHighAfter(freed)) {
        why = Why.PRESSURE;
      }
      if (why == null) {
        break;
      }
      freed += cycle.bytes();
      due.add(new DueCycle(cycle, why));
    }
    return due;
  }
}
