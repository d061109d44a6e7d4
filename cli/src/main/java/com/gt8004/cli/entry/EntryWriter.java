package com.gt8004.cli.entry;

/** Writes entries in one form, each as whole lines of bytes. Not thread-safe; its room is used again. */
public interface EntryWriter {
  /** Writes the entry over the one before. */
  void write(FoundEntry entry);

  /** What was written, from 0 to {@link #length}. */
  byte[] bytes();

  int length();

  /** What stands before the first entry; empty where nothing does. */
  default byte[] head() {
    return new byte[0];
  }

  /** One line of JSON each. */
  static EntryWriter ndjson(boolean showBodies) {
    return new EntryJson(showBodies);
  }

  /** One record of comma-separated values each, as RFC 4180 has them. */
  static EntryWriter csv(boolean showBodies) {
    return new EntryCsv(showBodies);
  }
}
