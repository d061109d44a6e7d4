package com.gt8004.benchmarks.report;

import static com.gt8004.benchmarks.report.DrainFigures.median;
import static com.gt8004.benchmarks.report.DrainFigures.most;

import com.gt8004.benchmarks.drain.Backlogged;
import com.gt8004.benchmarks.drain.DrainCase;
import com.gt8004.benchmarks.drain.DrainPlan;
import com.gt8004.benchmarks.drain.Drained;
import com.gt8004.benchmarks.drain.Sender;
import com.gt8004.benchmarks.drain.Steady;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** All that a drain run has to say, for a terminal and as Markdown. */
public final class DrainReport {
  private static final double MILLI = 1e3;
  private static final double MIB = 1 << 20;

  private final DrainRun run;
  private final DrainFigures figures;
  private final List<Gate> gates;
  private final Map<String, TextTable> tables = new LinkedHashMap<>();

  public DrainReport(DrainRun run) {
    this.run = run;
    this.figures = new DrainFigures(run.figures());
    this.gates = new DrainGates(run.plan(), figures).all();
    tables.put("Gates of the shipper", Tables.gates(gates));
    tables.put(drainTitle(run.plan()), drained());
    tables.put("Keeping up with a writer", steady());
    tables.put("A large backlog and a small one", backlogs());
    tables.values().removeIf(TextTable::isEmpty);
  }

  private static String drainTitle(DrainPlan plan) {
    return String.format(
        Locale.ROOT,
        "Drain of %,d entries, the first %,d not timed (rounds: %d)",
        plan.entries(),
        plan.warmup(),
        plan.rounds());
  }

  public List<Gate> gates() {
    return gates;
  }

  private TextTable drained() {
    TextTable table = new TextTable(
        "case",
        "sender",
        "k entries/s",
        "of HttpClient",
        "CPU s/M",
        "B/entry",
        "requests",
        "connections",
        "peak RSS MiB",
        "RssAnon MiB",
        "from start s",
        "twice");
    for (DrainCase how : figures.cases()) {
      double floor = median(figures.of(how, Sender.CLIENT), Drained::entriesPerSecond);
      for (Sender sender : Sender.values()) {
        List<Drained> rounds = figures.of(how, sender);
        if (!rounds.isEmpty()) {
          double rate = median(rounds, Drained::entriesPerSecond);
          table.add(
              how.toString(),
              sender.title(),
              Cells.number(rate / MILLI),
              Cells.number(rate / floor),
              Cells.number(median(rounds, Drained::cpuSecondsPerMillion)),
              Cells.number(median(rounds, Drained::bodyBytesPerEntry)),
              Cells.number(median(rounds, Drained::requests)),
              Cells.number(median(rounds, Drained::connections)),
              Cells.number(most(rounds, Drained::peakRssBytes) / MIB),
              Cells.number(most(rounds, Drained::anonymousBytes) / MIB),
              Cells.number(median(rounds, Drained::totalSeconds)),
              Cells.number(most(rounds, DrainReport::twice)));
        }
      }
    }
    return table;
  }

  /** Entries that came again; those that fill a floor's last request are none. */
  private static double twice(Drained one) {
    return one.sender() == Sender.SHIPPER ? one.arrived() - one.entries() : Double.NaN;
  }

  private TextTable steady() {
    TextTable table = new TextTable(
        "entries/s",
        "lag p50 ms",
        "lag p99 ms",
        "lag max ms",
        "entries a request",
        "CPU, % of a core",
        "peak RSS MiB",
        "RssAnon MiB");
    for (long pace : figures.paces()) {
      List<Steady> rounds = figures.at(pace);
      table.add(
          String.format(Locale.ROOT, "%,d", pace),
          Cells.number(median(rounds, Steady::lagP50Micros) / MILLI),
          Cells.number(median(rounds, Steady::lagP99Micros) / MILLI),
          Cells.number(most(rounds, Steady::lagMaxMicros) / MILLI),
          Cells.number(median(rounds, one -> (double) one.arrived() / one.requests())),
          Cells.number(100 * median(rounds, Steady::cpuShare)),
          Cells.number(most(rounds, Steady::peakRssBytes) / MIB),
          Cells.number(most(rounds, Steady::anonymousBytes) / MIB));
    }
    return table;
  }

  private TextTable backlogs() {
    TextTable table = new TextTable(
        "backlog",
        "MB",
        "ready s",
        "first batch after s",
        "k entries/s, warm",
        "RssAnon MiB",
        "peak RSS MiB",
        "blocks mapped");
    for (long backlog : figures.backlogs()) {
      List<Backlogged> rounds = figures.with(backlog);
      table.add(
          String.format(Locale.ROOT, "%,d entries", backlog),
          Cells.number(median(rounds, Backlogged::bytes) / 1e6),
          Cells.number(median(rounds, Backlogged::readySeconds)),
          Cells.number(median(rounds, Backlogged::firstBatchSeconds)),
          Cells.number(median(rounds, Backlogged::perSecond) / MILLI),
          Cells.number(median(rounds, Backlogged::anonymousBytes) / MIB),
          Cells.number(most(rounds, Backlogged::peakRssBytes) / MIB),
          Cells.number(most(rounds, Backlogged::mappedBlocks)));
    }
    return table;
  }

  public String text() {
    return render("", "", TextTable::aligned);
  }

  public String markdown() {
    return render("### ", "- ", TextTable::markdown);
  }

  private String render(String heading, String bullet, Function<TextTable, String> form) {
    StringBuilder text = new StringBuilder();
    run.machine().lines().forEach(line -> text.append(bullet).append(line).append('\n'));
    tables.forEach((title, table) ->
        text.append('\n').append(heading).append(title).append("\n\n").append(form.apply(table)));
    return text.toString();
  }
}
