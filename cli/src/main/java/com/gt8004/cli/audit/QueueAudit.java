package com.gt8004.cli.audit;

import com.gt8004.sdk.queue.SequenceSet;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What an audit of one queue found. */
public record QueueAudit(String queue, String agentId, URI ingestUrl, List<JournalAudit> journals) {
  public QueueAudit {
    journals = List.copyOf(journals);
  }

  /** What the service must hold. */
  public long delivered() {
    return sum(journal -> journal.account().delivered().count());
  }

  public long stored() {
    return sum(journal -> journal.stored().count());
  }

  public long expired() {
    return sum(journal -> journal.expired().count());
  }

  /** Not there, and still on disk. */
  public long missing() {
    return sum(journal -> journal.missing().count());
  }

  /** Not there, and not on disk either. */
  public long gone() {
    return sum(journal -> journal.gone().count());
  }

  public long deadLetters() {
    return sum(journal -> journal.account().deadLetters().count());
  }

  public long backlog() {
    return sum(journal -> journal.account().backlog());
  }

  /** Entries in the ledger, by reason. */
  public Map<String, Long> lost() {
    Map<String, Long> lost = new TreeMap<>();
    for (JournalAudit journal : journals) {
      for (Map.Entry<String, SequenceSet> reason : journal.account().lost().entrySet()) {
        lost.merge(reason.getKey(), reason.getValue().count(), Long::sum);
      }
    }
    return lost;
  }

  /** The oldest day that the service keeps; null while it keeps all. */
  public @Nullable String expiredBefore() {
    return journals.stream()
        .map(JournalAudit::expiredBefore)
        .filter(Objects::nonNull)
        .reduce((first, last) -> last)
        .orElse(null);
  }

  /** The journals of which something is in that set. */
  public List<JournalAudit> with(Function<JournalAudit, SequenceSet> what) {
    return journals.stream().filter(journal -> !what.apply(journal).isEmpty()).toList();
  }

  private long sum(ToLongFunction<JournalAudit> count) {
    return journals.stream().mapToLong(count).sum();
  }
}
