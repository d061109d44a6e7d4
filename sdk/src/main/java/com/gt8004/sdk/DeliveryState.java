package com.gt8004.sdk;

/** What became of one entry. */
public enum DeliveryState {
  /** The service has it. */
  DELIVERED,
  /** The service refused it for its content; it is kept among the queue's dead letters. */
  DEAD_LETTERED,
  /** It will not be delivered: dropped, damaged, discarded or gone; the queue's ledger says which. */
  LOST,
  /** Not settled yet: it is on disk and will be. Or the ledger, which would tell, cannot be read now. */
  PENDING
}
