package com.gt8004.shipper;

import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.tail.DamagedSpan;
import com.gt8004.sdk.queue.tail.TailedEntry;
import com.gt8004.shipper.replay.Segment;
import com.gt8004.shipper.tail.JournalTail;
import com.gt8004.shipper.tail.TailFault;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the wanted entries of some segments. What is damaged or gone is passed and told; what a living
 * writer's file does not show yet is waited for. Not thread-safe.
 */
final class SegmentEntries implements ReplaySource {
  /** A tail gives a hole in a living journal up after 60 s; what takes longer does not come. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

  /** So that answers are looked at while a filter finds nothing. */
  private static final int UNWANTED_MAX = 1_000;

  private static final int FINDINGS_MAX = 20;

  private final List<Segment> segments;
  private final EntryFilter filter;
  private final EpochClock clock;
  private final List<String> findings = new ArrayList<>();
  private int at;
  private @Nullable JournalTail tail;
  private @Nullable Long waitingSinceNanos;
  private long passed;
  private long unreadable;
  private @Nullable EntryId id;
  private byte[] payload = {};
  private long appendMicros;

  SegmentEntries(List<Segment> segments, EntryFilter filter, EpochClock clock) {
    this.segments = List.copyOf(segments);
    this.filter = filter;
    this.clock = clock;
  }

  @Override
  public Step step() {
    for (int unwanted = 0; unwanted < UNWANTED_MAX && at < segments.size(); ) {
      Segment segment = segments.get(at);
      JournalTail open = open(segment);
      if (open == null) {
        skip(segment, segment.range().first(), "its journal is gone");
      } else if (open.next() > segment.range().last()) {
        leave();
      } else if (take(segment, open)) {
        return Step.ENTRY;
      } else if (waitingSinceNanos != null) {
        return Step.LATER;
      } else {
        unwanted++;
      }
    }
    return at < segments.size() ? Step.PASSED : Step.END;
  }

  private @Nullable JournalTail open(Segment segment) {
    if (tail == null && Files.isDirectory(segment.journal().path())) {
      tail = JournalTail.open(segment.journal(), segment.range().first(), clock);
    }
    return tail;
  }

  /** Goes one entry, or one damaged span, further; true if it is an entry that is wanted. */
  private boolean take(Segment segment, JournalTail from) {
    TailedEntry entry = from.peek();
    if (entry == null) {
      pass(segment, from);
      return false;
    }
    waitingSinceNanos = null;
    passed++;
    boolean wanted = filter.wants(entry.bytes(), entry.payloadOffset(), entry.payloadLength());
    if (wanted) {
      id = segment.journal().entryId(entry.sequence());
      payload = Arrays.copyOfRange(
          entry.bytes(), entry.payloadOffset(), entry.payloadOffset() + entry.payloadLength());
      appendMicros = entry.appendMicros();
    }
    from.take();
    return wanted;
  }

  private void pass(Segment segment, JournalTail from) {
    DamagedSpan damage = from.damage();
    TailFault fault = from.fault();
    long next = from.next();
    if (damage != null) {
      long end = Math.min(damage.endSequence(), segment.range().last() + 1);
      lost(segment, end - next, damage.describe());
      from.passDamage();
    } else if (fault != null) {
      skip(segment, next, fault.detail());
    } else if (waitingSinceNanos == null) {
      waitingSinceNanos = clock.nanoTime();
    } else if (clock.nanoTime() - waitingSinceNanos >= PATIENCE_NANOS) {
      skip(segment, next, "entry " + next + " and what follows cannot be read");
    }
  }

  /** Gives the rest of a segment up. */
  private void skip(Segment segment, long next, String why) {
    lost(segment, segment.range().last() + 1 - next, why);
    leave();
  }

  private void lost(Segment segment, long entries, String why) {
    waitingSinceNanos = null;
    passed += entries;
    unreadable += entries;
    if (findings.size() < FINDINGS_MAX) {
      findings.add(segment.journal().path() + ": " + why);
    }
  }

  private void leave() {
    close();
    at++;
    waitingSinceNanos = null;
  }

  @Override
  public EntryId id() {
    if (id == null) {
      throw new IllegalStateException("no entry was read");
    }
    return id;
  }

  @Override
  public byte[] payload() {
    return payload;
  }

  /** When the entry was appended, epoch microseconds. */
  long appendMicros() {
    return appendMicros;
  }

  @Override
  public Place place() {
    if (at == segments.size()) {
      return new Place(at, 0);
    }
    return new Place(at, tail == null ? segments.get(at).range().first() : tail.next());
  }

  @Override
  public long passed() {
    return passed;
  }

  @Override
  public long unreadable() {
    return unreadable;
  }

  @Override
  public List<String> findings() {
    return List.copyOf(findings);
  }

  @Override
  public void close() {
    if (tail != null) {
      tail.close();
      tail = null;
    }
  }
}
