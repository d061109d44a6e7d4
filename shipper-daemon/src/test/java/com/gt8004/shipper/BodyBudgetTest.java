package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyBudgetTest {
  private final BodyBudget budget = new BodyBudget(1_000);

  @Test
  void nothingHeld_halfIsFree() {
    assertThat(budget.share().hold().room()).isEqualTo(500);
  }

  @Test
  void otherHalf_isSharedOutAmongQueuesWithOpenJournals() {
    BodyBudget.Share first = budget.share();
    BodyBudget.Share second = budget.share();
    budget.share(); // without journals it counts for nothing
    BodyBudget.Hold greedy = first.hold();
    BodyBudget.Hold other = second.hold();
    greedy.holds(700);
    assertThat(greedy.room()).isZero();
    assertThat(other.room()).isEqualTo(250);
    other.holds(200);
    assertThat(other.room()).isEqualTo(50);
    assertThat(first.hold().room()).as("another journal of the greedy queue").isZero();
  }

  @Test
  void allHeld_onlyAQueueThatHoldsNothingMayRead() {
    BodyBudget.Hold greedy = budget.share().hold();
    BodyBudget.Hold some = budget.share().hold();
    BodyBudget.Hold none = budget.share().hold();
    greedy.holds(1_000);
    some.holds(1);
    assertThat(some.room()).isZero();
    assertThat(none.room()).isPositive();
  }

  @Test
  void closedJournal_givesBackAllAndItsQueuesShare() {
    BodyBudget.Hold gone = budget.share().hold();
    BodyBudget.Hold left = budget.share().hold();
    gone.holds(600);
    assertThat(left.room()).isEqualTo(250);
    gone.close();
    gone.close();
    gone.holds(7);
    assertThat(budget.held()).isZero();
    left.holds(500);
    assertThat(budget.share().hold().room()).as("two share the half").isEqualTo(250);
  }
}
