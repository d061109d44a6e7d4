package com.gt8004.shipper;

import com.gt8004.sdk.queue.EntryId;
import java.io.IOException;
import java.util.List;

/** Entries to be sent again, one after another. Not thread-safe. */
interface ReplaySource extends AutoCloseable {
  /** What a step came to. */
  enum Step {
    /** An entry that is wanted. */
    ENTRY,
    /** Entries that are not. */
    PASSED,
    /** Nothing yet: ask again after a while. */
    LATER,
    /** There are no more. */
    END
  }

  /**
   * How far it is.
   *
   * @param segment number of the segment that comes next, from 0
   * @param next sequence in it that comes next
   */
  record Place(int segment, long next) {}

  /** Goes on to the next entry, or some way there. */
  Step step() throws IOException;

  /** Of the entry that {@link #step} came to. */
  EntryId id();

  /** Of the entry that {@link #step} came to; the caller's to keep. */
  byte[] payload();

  /** Behind the entry that {@link #step} came to. */
  Place place();

  /** Entries gone past since the beginning, wanted or not. */
  long passed();

  /** How many of them could not be read. */
  long unreadable();

  /** What could not be read, for people, a few places of it. */
  List<String> findings();

  @Override
  void close();
}
