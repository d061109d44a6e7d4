package com.gt8004.shipper.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.SequenceRange;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontierTest {
  private static final UUID JOURNAL = new UUID(1, 2);

  @Test
  void settleInOrder_movesTheFirstUnsettled() {
    Frontier frontier = new Frontier(Checkpoint.at(JOURNAL, 5));
    frontier.settle(new SequenceRange(5, 9));
    assertThat(frontier.firstUnsettled()).isEqualTo(10);
    assertThat(frontier.checkpoint(JOURNAL).settledBeyond()).isEmpty();
  }

  @Test
  void settleBeyondAGap_doesNotPassTheGap() {
    Frontier frontier = new Frontier(Checkpoint.at(JOURNAL, 0));
    frontier.settle(new SequenceRange(10, 19));
    assertThat(frontier.firstUnsettled()).isZero();
    assertThat(frontier.endOfSettled(9)).isEqualTo(9);
    assertThat(frontier.endOfSettled(10)).isEqualTo(20);
    assertThat(frontier.unsettledOf(new SequenceRange(5, 25)))
        .containsExactly(new SequenceRange(5, 9), new SequenceRange(20, 25));
    assertThat(frontier.unsettledOf(new SequenceRange(12, 19))).isEmpty();
    assertThat(frontier.countBeyond()).isEqualTo(10);
    frontier.settle(new SequenceRange(0, 9));
    assertThat(frontier.firstUnsettled()).isEqualTo(20);
    assertThat(frontier.countBeyond()).isZero();
  }

  @Test
  void moreGapsThanASlotTakes_areWrittenNearestFirst() {
    Frontier frontier = new Frontier(Checkpoint.at(JOURNAL, 0));
    for (int i = 1; i <= 20; i++) {
      frontier.settle(new SequenceRange(i * 10L, i * 10L));
    }
    List<SequenceRange> written = frontier.checkpoint(JOURNAL).settledBeyond();
    assertThat(written).hasSize(Checkpoint.RANGES_MAX);
    assertThat(written.get(0)).isEqualTo(new SequenceRange(10, 10));
    assertThat(written.get(15)).isEqualTo(new SequenceRange(160, 160));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyOrder_equalsASet(long seed) {
    Random random = new Random(seed);
    Frontier frontier = new Frontier(Checkpoint.at(JOURNAL, 3));
    BitSet model = new BitSet();
    model.set(0, 3);
    for (int i = 0; i < 200; i++) {
      int first = random.nextInt(300);
      int last = first + random.nextInt(5);
      frontier.settle(new SequenceRange(first, last));
      model.set(first, last + 1);
      assertThat(frontier.firstUnsettled()).isEqualTo(model.nextClearBit(0));
      assertThat(frontier.firstUnsettled() + frontier.countBeyond()).isEqualTo(model.cardinality());
      int asked = random.nextInt(310);
      assertThat(frontier.endOfSettled(asked))
          .as("seed %d, sequence %d", seed, asked)
          .isEqualTo(model.nextClearBit(asked));
      Checkpoint written = frontier.checkpoint(JOURNAL); // refuses ranges that touch
      assertThat(written.firstUnsettled()).isEqualTo(model.nextClearBit(0));
    }
  }
}
