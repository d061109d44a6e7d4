package com.gt8004.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.benchmarks.contestant.Contestant;
import com.gt8004.benchmarks.report.Gates;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlanTest {
  @ParameterizedTest
  @EnumSource(
      value = Plan.class,
      names = {"GATES", "OFFICIAL", "FULL"})
  void plan_measuresTheGatesByTheirRules(Plan plan) {
    Part first = plan.parts().get(0);
    assertThat(first.cells()).containsAll(Gates.CELLS);
    assertThat(first.contestants())
        .contains(
            Contestant.PAGE_CACHE, Contestant.INTERVAL, Contestant.FLOOR, Contestant.CHRONICLE);
    assertThat(first.rounds()).isEqualTo(5);
    assertThat(first.effort().warmupMillis()).isEqualTo(10_000);
    assertThat(first.effort().sustainedBytes()).isGreaterThanOrEqualTo(2_000_000_000L);
  }

  @ParameterizedTest
  @EnumSource(
      value = Plan.class,
      names = {"OFFICIAL", "FULL"})
  void plan_measuresEveryDurabilityUnderEveryLoad(Plan plan) {
    for (Contestant contestant :
        List.of(Contestant.PAGE_CACHE, Contestant.INTERVAL, Contestant.SYNC)) {
      long loads = plan.parts().stream()
          .filter(part -> !part.jmh() && part.contestants().contains(contestant))
          .flatMap(part -> part.cells().stream())
          .filter(cell -> List.of(1, 4, 16).contains(cell.threads()))
          .distinct()
          .count();
      assertThat(loads).as(contestant.title()).isEqualTo(12);
    }
  }

  @Test
  void quick_isQuick() {
    assertThat(Plan.QUICK.parts()).allSatisfy(part -> assertThat(part.rounds()).isEqualTo(1));
  }
}
