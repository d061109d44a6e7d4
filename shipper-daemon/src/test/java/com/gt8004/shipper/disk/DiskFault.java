package com.gt8004.shipper.disk;

/** What a wrong program would do to the disk, done here in its stead: each must turn the model red. */
public enum DiskFault {
  /** The checkpoint is written and never forced. */
  CHECKPOINT_NOT_FORCED,
  /** Dead letters and their folder are never forced. */
  LETTER_NOT_FORCED,
  /** The ledger is never forced. */
  LEDGER_NOT_FORCED,
  /** A dead letter gets its name only after the next checkpoint is durable. */
  LETTER_AFTER_CHECKPOINT
}
