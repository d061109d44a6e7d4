package com.gt8004.shipper;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One step of a sequence. Its own seed decides all that is random in it, so that a step does the same
 * whichever steps before it are left out.
 */
record ModelStep(Action action, long seed) {
  private static final int STEPS_MIN = 6;
  private static final int STEPS_MAX = 22;

  /** What may happen, and how often it does beside the others. */
  enum Action {
    APPEND(30),
    APPEND_OVER_A_ROLL(6),
    ROUND(30),
    ANSWER(40),
    ANSWER_BADLY(14),
    MOMENT(15),
    LONGER(10),
    MINUTE(3),
    WRITER_ENDS(3),
    SHIPPER_KILLED(5),
    SHIPPER_KILLED_IN_A_ROUND(8),
    SHIPPER_RESTARTED(2),
    HOST_KILLED(1),
    POWER_LOST(6),
    ORPHAN_ARRIVES(6),
    REPLAY(4);

    private final int weight;

    Action(int weight) {
      this.weight = weight;
    }

    private static Action random(Random random) {
      int total = 0;
      for (Action action : values()) {
        total += action.weight;
      }
      int left = random.nextInt(total);
      for (Action action : values()) {
        left -= action.weight;
        if (left < 0) {
          return action;
        }
      }
      throw new AssertionError(left);
    }
  }

  static List<ModelStep> sequence(long seed) {
    return sequence(seed, STEPS_MIN + new Random(seed).nextInt(STEPS_MAX - STEPS_MIN + 1));
  }

  static List<ModelStep> sequence(long seed, int length) {
    Random random = new Random(seed);
    List<ModelStep> steps = new ArrayList<>();
    steps.add(new ModelStep(Action.APPEND, random.nextLong()));
    while (steps.size() < length) {
      steps.add(new ModelStep(Action.random(random), random.nextLong()));
    }
    return steps;
  }
}
