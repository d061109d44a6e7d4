package com.gt8004.shipper;

import com.gt8004.shipper.send.Fault;

/** How a queue fares. The name stands in {@code /status} and in the log; the runbook has one part per name. */
public enum ShipperState {
  /** All is settled. */
  IDLE(true),
  /** Entries are on their way. */
  SHIPPING(true),
  /** The last batch did not get through; it is tried again within seconds. */
  RETRYING(true),
  /** The breaker is open: the server is away, and asked again every 30 s. */
  OFFLINE(false),
  /** An operator wants nothing sent; no fault. */
  PAUSED(true),
  /** No API key for this queue. */
  NO_KEY(false),
  /** The server does not accept the key. */
  UNAUTHORIZED(false),
  /** There is no ingest at the URL. */
  WRONG_URL(false),
  /** The server's certificate does not fit. */
  BAD_CERTIFICATE(false),
  /** What answers at the URL is no ingest endpoint. */
  NOT_INGEST(false),
  /** The checkpoint is lost, and the destination would store again what it has. */
  CHECKPOINT_LOST(false),
  /** The server refuses whatever it is sent: entries, and what they are compared with. */
  ENTRY_FAULT(false),
  /** The server takes not even a small request. */
  TOO_LARGE(false),
  /** So many dead letters that the server, not the entries, is suspect. */
  DEAD_LETTER_STORM(false),
  /** A journal holds bytes that are no entries. */
  DAMAGED(false),
  /** A journal or queue was written by a newer version. */
  NEWER_FORMAT(false),
  /** The shipper may not read or write the queue. */
  NO_PERMISSION(false),
  /** The queue's own description cannot be read. */
  UNREADABLE(false),
  /** Another shipper has the queue. */
  HELD_BY(false),
  /** The queue lies on a file system that does not keep this product's promises. */
  FILE_SYSTEM(false),
  /** The disk refuses to read or write. */
  DISK_FAULT(false),
  /** A bug. The log has the stack trace. */
  INTERNAL_FAULT(false),
  /** Seen from outside: no shipper holds the queue. */
  UNATTENDED(false),
  /** Seen from outside: a shipper holds the queue, but its admin server does not answer. */
  UNREACHABLE(false);

  private final boolean ready;

  ShipperState(boolean ready) {
    this.ready = ready;
  }

  /** True if no fault keeps entries from passing. */
  public boolean isReady() {
    return ready;
  }

  /** True while waiting helps and nobody need act. */
  boolean isTransient() {
    return this == RETRYING || this == OFFLINE;
  }

  static ShipperState of(Fault fault) {
    return switch (fault) {
      case UNAUTHORIZED -> UNAUTHORIZED;
      case WRONG_URL -> WRONG_URL;
      case BAD_CERTIFICATE -> BAD_CERTIFICATE;
      case NOT_INGEST -> NOT_INGEST;
    };
  }
}
