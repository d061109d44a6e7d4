package com.gt8004.shipper.send;

/**
 * The end of one {@link IngestClient#send}.
 *
 * @param attempts requests that were made, 0 if the breaker was open
 */
public record SendResult(SendOutcome outcome, int attempts) {}
