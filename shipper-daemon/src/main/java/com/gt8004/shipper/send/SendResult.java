package com.gt8004.shipper.send;

/**
 * The end of one {@link IngestClient#send}.
 *
 * @param attempts requests that were made, 0 if the breaker was open
 * @param tookNanos what the last of them took, from its first byte to the last of its answer
 */
public record SendResult(SendOutcome outcome, int attempts, long tookNanos) {
  /** One that took no time. */
  public SendResult(SendOutcome outcome, int attempts) {
    this(outcome, attempts, 0);
  }
}
