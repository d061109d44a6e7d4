package com.gt8004.cli.entry;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.tail.DamagedSpan;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Follows all journals of the queues, those that come later included. Not thread-safe; changes nothing. */
public final class EntryFollower implements AutoCloseable {
  private final QueueSource source;
  private final EntrySelection selection;
  private final Map<Path, Followed> followed = new HashMap<>();
  private final TailedEntry room = new TailedEntry();

  /** Which queues there are now. */
  public interface QueueSource {
    List<QueueDirectory> queues() throws IOException;
  }

  public EntryFollower(QueueSource source, EntrySelection selection) {
    this.source = source;
    this.selection = selection;
  }

  /** Takes its place at the end of every journal; the {@code last} wanted entries before it, in the order of appending. */
  public List<FoundEntry> start(int last, Consumer<String> finding) throws IOException {
    List<FoundEntry> before = new ArrayList<>();
    discover();
    for (Followed each : followed.values()) {
      before.addAll(each.last(last, finding));
    }
    before.sort(EntryScan.APPENDED);
    return before.subList(Math.max(0, before.size() - last), before.size());
  }

  /** Takes its place before the first wanted entry of every journal: {@link #poll} begins there. */
  public void startAtFirst(Consumer<String> finding) throws IOException {
    discover();
    for (Followed each : followed.values()) {
      each.seek(each.scan(finding).start());
    }
  }

  /** Hands on what was appended since; false if nothing was. What cannot be read is told once. */
  public boolean poll(Consumer<FoundEntry> consumer, Consumer<String> finding) throws IOException {
    discover();
    boolean some = false;
    for (Followed each : followed.values()) {
      some |= each.read(room, consumer);
      each.tellFaults(finding);
    }
    return some;
  }

  private void discover() throws IOException {
    Set<Path> present = new HashSet<>();
    for (QueueDirectory queue : source.queues()) {
      for (JournalDirectory journal : queue.journals()) {
        if (selection.holdsJournal(journal.id().toString())) {
          present.add(journal.path());
          followed.computeIfAbsent(
              journal.path(), path -> new Followed(queue, JournalTailer.open(journal), selection));
        }
      }
    }
    for (Path path : List.copyOf(followed.keySet())) {
      if (!present.contains(path)) {
        Followed gone = followed.remove(path);
        if (gone != null) {
          gone.tailer.close();
        }
      }
    }
  }

  @Override
  public void close() {
    followed.values().forEach(each -> each.tailer.close());
    followed.clear();
  }

  private static final class Followed {
    final QueueDirectory queue;
    final JournalTailer tailer;
    private final EntrySelection selection;
    private final Deque<String> untold = new ArrayDeque<>();
    private boolean bytesRead;
    private boolean stopped;

    Followed(QueueDirectory queue, JournalTailer tailer, EntrySelection selection) {
      this.queue = queue;
      this.tailer = tailer;
      this.selection = selection;
    }

    JournalScan scan(Consumer<String> finding) throws IOException {
      return new JournalScan(queue, tailer, selection, finding);
    }

    /** Reads those before, and stands where they end. */
    List<FoundEntry> last(int count, Consumer<String> finding) throws IOException {
      long end = tailer.endSequence();
      List<FoundEntry> before = new ArrayList<>();
      for (FoundEntry entry : scan(finding).last(count)) {
        if (entry.id().sequence() < end) {
          before.add(entry);
        }
      }
      seek(end);
      return before;
    }

    void seek(long sequence) {
      boolean there = tailer.seek(sequence);
      if (!there && !tailer.trouble().isEmpty() && goesOnInBytes()) {
        there = tailer.seek(sequence);
      }
      if (!there && tailer.damage() == null) {
        note(tailer.trouble().isEmpty() ? TailStatus.NOTHING_NEW : TailStatus.DAMAGED);
      }
    }

    boolean read(TailedEntry room, Consumer<FoundEntry> consumer) throws IOException {
      @Nullable Checkpoint checkpoint = null;
      boolean some = false;
      while (!stopped) {
        TailStatus status = tailer.read(room);
        if (status == TailStatus.DAMAGED && goesOnInBytes()) {
          continue;
        }
        DamagedSpan damage = tailer.damage();
        if (damage != null) {
          if (!JournalScan.isPruned(tailer.journal(), damage)) {
            note(status);
          }
          tailer.passDamage();
          continue;
        }
        if (status != TailStatus.ENTRY) {
          note(status);
          break;
        }
        if (!some) {
          checkpoint = JournalScan.checkpointOf(tailer.journal());
          some = true;
        }
        JournalScan.give(queue, tailer.journal(), selection, checkpoint, room, consumer);
      }
      return some;
    }

    /** Whether damage that a reader beside the writer cannot pass is looked at in the bytes from here on. */
    private boolean goesOnInBytes() {
      if (bytesRead || tailer.damage() != null) {
        return false;
      }
      tailer.readBytes(false);
      bytesRead = true;
      return true;
    }

    private void note(TailStatus status) {
      if (status == TailStatus.DAMAGED) {
        untold.add("damaged: " + tailer.trouble());
        stopped = tailer.damage() == null;
      } else if (status == TailStatus.NEWER_FORMAT) {
        untold.add("written by a newer version, this one cannot read it: "
            + tailer.journal().path());
        stopped = true;
      }
    }

    void tellFaults(Consumer<String> finding) {
      while (!untold.isEmpty()) {
        finding.accept(untold.remove());
      }
    }
  }
}
