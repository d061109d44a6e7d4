package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random sequences of everything that may happen to a shipper, against a model that knows what must hold
 * after each step. One sequence again: {@code -Dgt8004.seed=N}.
 */
class ShipperModelTest {
  private static final int SEQUENCES = Boolean.getBoolean("gt8004.torture") ? 20_000 : 256;

  /** A bug that so many sequences do not find is not found. */
  private static final int SEQUENCES_TO_FIND_A_BUG = 256;

  private static final int STEPS_TO_FIND_A_BUG = 60;

  private static final Path MEMORY = Path.of("/dev/shm");

  @Test
  void everySequence_keepsTheInvariants() throws Exception {
    Long wanted = Long.getLong("gt8004.seed");
    long first = wanted == null ? new Random().nextLong() : wanted;
    int count = wanted == null ? SEQUENCES : 1;
    System.out.println("model: " + count + " sequences from seed " + first);
    assertThat(playAll(first, count)).as("broken sequences").isEmpty();
  }

  /** On two threads, since a sequence waits for the system most of the time. */
  private static List<String> playAll(long first, int count) throws Exception {
    AtomicLong next = new AtomicLong(first);
    List<String> stories = Collections.synchronizedList(new ArrayList<>());
    Callable<Void> player = () -> {
      for (long seed = next.getAndIncrement();
          seed < first + count && stories.isEmpty();
          seed = next.getAndIncrement()) {
        Throwable broken = play(ModelStep.sequence(seed), seed, ModelFault.NONE);
        if (broken != null) {
          stories.add(story(seed, broken));
        }
      }
      return null;
    };
    ExecutorService players = Executors.newFixedThreadPool(2);
    try {
      for (Future<Void> each : players.invokeAll(List.of(player, player))) {
        each.get();
      }
    } finally {
      players.shutdownNow();
    }
    return stories;
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "LEDGER_NOT_FORCED"})
  void bug_isFoundByTheModel(ModelFault fault) throws Exception {
    find(fault);
  }

  /** A queue that is full, drops and loses power soon after is rare: half a minute for this one. */
  @Test
  @Tag("torture")
  void unforcedLedger_isFoundByTheModel() throws Exception {
    find(ModelFault.LEDGER_NOT_FORCED);
  }

  private static void find(ModelFault fault) throws Exception {
    List<Long> found = new ArrayList<>();
    for (long seed = 0; seed < SEQUENCES_TO_FIND_A_BUG && found.isEmpty(); seed++) {
      if (play(ModelStep.sequence(seed, STEPS_TO_FIND_A_BUG), seed, fault)
          instanceof AssertionError red) {
        System.out.println("model: " + fault + " is found by sequence " + seed + ": "
            + red.getMessage().lines().findFirst().orElse(""));
        found.add(seed);
      }
    }
    assertThat(found).as("seeds that find " + fault).isNotEmpty();
  }

  /** What went wrong; null if nothing did. */
  private static Throwable play(List<ModelStep> steps, long seed, ModelFault fault)
      throws IOException {
    Path folder = Files.isWritable(MEMORY)
        ? Files.createTempDirectory(MEMORY, "gt8004-model-")
        : Files.createTempDirectory("gt8004-model-");
    try (ModelRun run = new ModelRun(folder, seed, fault)) {
      run.play(steps);
      return null;
    } catch (AssertionError | RuntimeException | IOException broken) {
      return broken;
    }
  }

  /** The seed, and the fewest steps found that still go wrong. */
  private static String story(long seed, Throwable broken) throws IOException {
    List<ModelStep> steps = shrunk(ModelStep.sequence(seed), seed);
    StringBuilder story = new StringBuilder("-Dgt8004.seed=" + seed + " breaks: "
        + broken.getMessage() + "\nin " + steps.size() + " steps:\n");
    steps.forEach(step -> story.append("  ").append(step).append('\n'));
    return story.toString();
  }

  private static List<ModelStep> shrunk(List<ModelStep> broken, long seed) throws IOException {
    List<ModelStep> steps = new ArrayList<>(broken);
    for (int i = steps.size() - 1; i >= 0; i--) {
      List<ModelStep> fewer = new ArrayList<>(steps);
      fewer.remove(i);
      if (play(fewer, seed, ModelFault.NONE) != null) {
        steps = fewer;
      }
    }
    return steps;
  }
}
