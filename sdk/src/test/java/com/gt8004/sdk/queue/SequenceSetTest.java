package com.gt8004.sdk.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceSetTest {
  private static SequenceRange range(long first, long last) {
    return new SequenceRange(first, last);
  }

  @Test
  void ranges_thatTouchAreOne() {
    SequenceSet set = SequenceSet.of(List.of(range(5, 9), range(0, 3), range(4, 4)));
    assertThat(set.all()).containsExactly(range(0, 9));
    set.remove(range(3, 6));
    assertThat(set.all()).containsExactly(range(0, 2), range(7, 9));
    assertThat(set.gapsIn(range(1, 10))).containsExactly(range(3, 6), range(10, 10));
  }

  @Test
  void set_doesWhatASetOfBitsDoes() {
    Random random = new Random(8004);
    SequenceSet left = new SequenceSet();
    SequenceSet right = new SequenceSet();
    BitSet leftBits = new BitSet();
    BitSet rightBits = new BitSet();
    for (int round = 0; round < 2_000; round++) {
      int first = random.nextInt(200);
      int last = first + random.nextInt(20);
      boolean toLeft = random.nextBoolean();
      BitSet bits = toLeft ? leftBits : rightBits;
      if (random.nextInt(3) == 0) {
        (toLeft ? left : right).remove(range(first, last));
        bits.clear(first, last + 1);
      } else {
        (toLeft ? left : right).add(range(first, last));
        bits.set(first, last + 1);
      }
      BitSet without = (BitSet) leftBits.clone();
      without.andNot(rightBits);
      BitSet both = (BitSet) leftBits.clone();
      both.and(rightBits);
      assertThat(bits(left)).isEqualTo(leftBits);
      assertThat(bits(left.without(right))).isEqualTo(without);
      assertThat(bits(left.and(right))).isEqualTo(both);
      assertThat(left.and(right).count()).isEqualTo(both.cardinality());
    }
  }

  private static BitSet bits(SequenceSet set) {
    BitSet bits = new BitSet();
    long end = -1;
    for (SequenceRange range : set.all()) {
      assertThat(range.first()).as("apart").isGreaterThan(end + 1 - (end < 0 ? 1 : 0));
      bits.set((int) range.first(), (int) range.last() + 1);
      end = range.last();
    }
    return bits;
  }
}
