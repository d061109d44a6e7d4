package com.gt8004.cli;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.where.Where;
import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.QueueLetters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters a command is about: by id, by a filter, or all. */
final class LetterChoice {
  @Parameters(
      paramLabel = "ENTRY_ID",
      description = "Of these entries: <journal id>:<sequence>, as list shows them.",
      arity = "0..*")
  List<String> entryIds = new ArrayList<>();

  @Option(names = "--all", description = "All of them.")
  boolean all;

  @Option(
      names = "--where",
      paramLabel = "FILTER",
      description = "Those whose entries pass: " + Where.FORMS + ".")
  @Nullable
  String where;

  /** Requires one way of choosing. */
  void check() {
    int ways = (entryIds.isEmpty() ? 0 : 1) + (all ? 1 : 0) + (where == null ? 0 : 1);
    if (ways != 1) {
      throw CommandFailure.usage(
          "say which: ids of entries (gt8004 dead-letters list has them), --where FILTER or --all");
    }
    ids();
    Where unused = ReplayRange.filterOf(where);
  }

  /** What is chosen, queue by queue; of a named one each queue has it or not. */
  Map<QueueDirectory, List<EntryId>> in(List<QueueDirectory> queues, LetterReader letters)
      throws IOException {
    Map<QueueDirectory, List<EntryId>> chosen = new LinkedHashMap<>();
    List<EntryId> missing = new ArrayList<>(ids());
    for (QueueDirectory queue : queues) {
      List<EntryId> there = new ArrayList<>();
      for (EntryId id : QueueLetters.ids(queue)) {
        boolean named = missing.remove(id);
        if (all || named || (where != null && passes(queue, id, letters))) {
          there.add(id);
        }
      }
      chosen.put(queue, there);
    }
    if (!missing.isEmpty()) {
      throw CommandFailure.failed("no dead letter of entry " + missing.get(0)
          + "; gt8004 dead-letters list shows those there are");
    }
    return chosen;
  }

  private boolean passes(QueueDirectory queue, EntryId id, LetterReader letters) {
    Where filter = ReplayRange.filterOf(where);
    QueueLetters.Letter letter = letters.read(queue, id);
    return filter != null
        && letter != null
        && filter.matches(letter.payload().getBytes(StandardCharsets.UTF_8));
  }

  private List<EntryId> ids() {
    List<EntryId> ids = new ArrayList<>();
    for (String text : entryIds) {
      EntryId id = EntryId.parse(text);
      if (id == null) {
        throw CommandFailure.usage(
            text + " is no id of an entry; those are <journal id>:<sequence>");
      }
      ids.add(id);
    }
    return ids;
  }
}
