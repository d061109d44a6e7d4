package com.gt8004.benchmarks.report;

import com.gt8004.benchmarks.contestant.Contestant;
import com.gt8004.benchmarks.trial.Cell;
import com.gt8004.benchmarks.trial.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All that a run has to say, for a terminal and as Markdown. */
public final class Report {
  private final Run run;
  private final Medians medians;
  private final Map<String, TextTable> tables = new LinkedHashMap<>();

  public Report(Run run, Medians medians, List<Gate> gates) {
    this.run = run;
    this.medians = medians;
    tables.put("Gates", Tables.gates(gates));
    for (Cell cell : medians.cells()) {
      tables.put(cell + rounds(cell), Tables.load(medians, cell));
    }
    tables.put("Forced appends", Tables.forced(medians));
    tables.put("A force a second", Tables.interval(medians));
    tables.values().removeIf(TextTable::isEmpty);
  }

  private String rounds(Cell cell) {
    String counts = List.of(Contestant.values()).stream()
        .map(contestant -> medians.of(contestant, cell).rounds())
        .filter(count -> count > 0)
        .distinct()
        .map(String::valueOf)
        .collect(Collectors.joining(" and "));
    return " (rounds: " + counts + ")";
  }

  public String text() {
    return render("", "", TextTable::aligned);
  }

  public String markdown() {
    return render("### ", "- ", TextTable::markdown);
  }

  private String render(String heading, String bullet, Function<TextTable, String> form) {
    StringBuilder text = new StringBuilder();
    for (String line : machine()) {
      text.append(bullet).append(line).append('\n');
    }
    tables.forEach((title, table) ->
        text.append('\n').append(heading).append(title).append("\n\n").append(form.apply(table)));
    if (run.measured().stream().anyMatch(Report::cutShort)) {
      text.append('\n')
          .append(bullet.isEmpty() ? "*" : "\\*") // alone it would begin a list
          .append(" ended by time before its number of entries was reached\n");
    }
    return text.toString();
  }

  private static boolean cutShort(Measured one) {
    TrialResult load = one.load();
    return load != null && load.cutShort();
  }

  private List<String> machine() {
    List<String> lines = new ArrayList<>(run.machine().lines());
    lines.add("One reading of the timer: " + Cells.number(timerNanos())
        + " ns; each latency contains about one of them");
    return lines;
  }

  private double timerNanos() {
    return run.measured().stream()
        .map(one -> medians.of(one.contestant(), one.cell()).timerNanos())
        .filter(nanos -> !nanos.isNaN())
        .findFirst()
        .orElse(Double.NaN);
  }
}
