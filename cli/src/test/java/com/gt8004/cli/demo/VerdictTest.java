package com.gt8004.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.cli.console.ExitCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the demo must not let pass, though nothing acknowledged is missing. */
class VerdictTest {
  private static final ChaosDone TWO_AGENT_KILLS = new ChaosDone(4, 2);

  private final TableCount table = new TableCount();
  private final List<String> told = new ArrayList<>();

  private ExitCode verdict(
      long acknowledged, long answered, long backlog, @Nullable ChaosDone chaos) {
    Reconciliation result = new Reconciliation(
        100, acknowledged, 100, 100, 0, 1, 1, 0, 0, chaos == null ? 0 : chaos.kills(), 1);
    return new Verdict(result, table, new LoadSeen(answered, 0), backlog, chaos).tell(told::add);
  }

  @Test
  void everyAnswerAcknowledged_isOk() {
    assertThat(verdict(100, 100, 0, null)).isEqualTo(ExitCode.OK);
  }

  @Test
  void withoutChaos_answeredAndAcknowledgedMustBeTheSame() {
    assertThat(verdict(99, 100, 0, null)).isEqualTo(ExitCode.FAILED);
    assertThat(told).containsExactly("FAILED: 100 requests were answered, but 99 acknowledged");
    assertThat(verdict(101, 100, 0, null)).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void withChaos_eachKillOfTheAgentExplainsAsManyAsThereAreConnections() {
    assertThat(verdict(84, 100, 0, TWO_AGENT_KILLS)).isEqualTo(ExitCode.OK);
    assertThat(verdict(104, 100, 0, TWO_AGENT_KILLS)).isEqualTo(ExitCode.OK);
    assertThat(verdict(83, 100, 0, TWO_AGENT_KILLS)).isEqualTo(ExitCode.FAILED);
    assertThat(told)
        .last()
        .isEqualTo("FAILED: 100 requests were answered, but 83 acknowledged; the kills explain 16");
  }

  @Test
  void foreignRow_isAFault() {
    table.row("{}");
    assertThat(verdict(100, 100, 0, null)).isEqualTo(ExitCode.FAILED);
    assertThat(told).containsExactly("FAILED: 1 rows in the table are none that the client sent");
  }

  @Test
  void entriesThatStillWait_areAFault() {
    assertThat(verdict(100, 100, 7, null)).isEqualTo(ExitCode.FAILED);
    assertThat(told).containsExactly("FAILED: 7 entries still wait to be shipped");
  }
}
