package com.gt8004.sdk.queue.tail;

/** What {@link JournalTailer#read} found. */
public enum TailStatus {
  /** The next entry, unharmed. */
  ENTRY,
  /** Nothing beyond what was read; a live writer may append more. */
  NOTHING_NEW,
  /** Bytes that are no whole entry, or not the one that comes next; {@link JournalTailer#trouble} says which. */
  DAMAGED,
  /** An unharmed entry of a format newer than this build: the journal waits for a newer shipper. */
  NEWER_FORMAT
}
