package com.gt8004.cli.demo;

import com.gt8004.cli.console.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether the demo kept its promise, and if not, which. */
record Verdict(
    Reconciliation result,
    TableCount table,
    LoadSeen load,
    long backlog,
    @Nullable ChaosDone chaos) {
  private static final int KILLS_MIN = 2;

  /** Says what is wrong; the exit code of the demo. */
  ExitCode tell(Consumer<String> narrator) {
    List<String> faults = faults();
    faults.forEach(narrator);
    if (faults.isEmpty()) {
      narrator.accept("nothing is missing, nothing is twice, every body is what was sent");
    }
    return faults.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private List<String> faults() {
    List<String> faults = new ArrayList<>();
    expect(
        faults,
        result.missing() == 0,
        "FAILED: " + result.missing() + " acknowledged requests are not in the table");
    expect(
        faults,
        result.duplicates() == 0,
        "FAILED: " + result.duplicates() + " rows are in the table more than once");
    expect(
        faults,
        table.altered() == 0,
        "FAILED: " + table.altered() + " stored bodies are not what was sent, the first: "
            + table.firstAltered());
    expect(
        faults,
        load.altered() == 0,
        "FAILED: " + load.altered()
            + " replies of the agent were not what it says without the filter");
    expect(faults, result.acknowledged() > 0, "FAILED: nothing was acknowledged");
    expectAll(faults);
    if (chaos != null) {
      expect(
          faults,
          chaos.kills() >= KILLS_MIN,
          "FAILED: chaos killed only " + chaos.kills() + " processes, meant were at least "
              + KILLS_MIN);
      expect(
          faults,
          result.duplicatesOnWire() >= 1,
          "FAILED: chaos made no entry go twice over the wire, so that nothing was proved");
    }
    return faults;
  }

  /** Nothing but ours is stored, nothing waits, and what was answered was acknowledged. */
  private void expectAll(List<String> faults) {
    expect(
        faults,
        table.foreign() == 0,
        "FAILED: " + table.foreign() + " rows in the table are none that the client sent");
    expect(faults, backlog == 0, "FAILED: " + backlog + " entries still wait to be shipped");
    long lost = chaos == null ? 0 : (long) LoadClient.CONNECTIONS * chaos.agentKills();
    boolean fits = chaos == null
        ? result.acknowledged() == load.answered()
        : result.acknowledged() >= load.answered() - lost;
    expect(
        faults,
        fits,
        "FAILED: " + load.answered() + " requests were answered, but " + result.acknowledged()
            + " acknowledged" + (chaos == null ? "" : "; the kills explain " + lost));
  }

  private static void expect(List<String> faults, boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
  }
}
