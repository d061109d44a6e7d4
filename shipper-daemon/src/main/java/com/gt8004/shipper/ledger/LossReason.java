package com.gt8004.shipper.ledger;

import java.util.Locale;

/** Why entries will not be delivered. */
public enum LossReason {
  /** The disk or the queue was full, and the application prefers new entries to old ones. */
  DROP_OLDEST,
  /** Their bytes are damaged; what is left of them lies in {@code damaged/}. */
  DAMAGED,
  /** An operator said so. */
  DISCARDED,
  /** Nothing is left of them on disk. */
  GONE;

  /** The word in the ledger, such as {@code drop_oldest}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
