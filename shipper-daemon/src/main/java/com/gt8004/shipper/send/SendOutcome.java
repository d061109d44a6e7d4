package com.gt8004.shipper.send;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of sending one request. Values only; {@link OutcomeTable} decides which one. */
public sealed interface SendOutcome {
  /**
   * The server has it: every entry is accepted, a duplicate or rejected for good.
   *
   * @param perEntry false for a receiver that acknowledges the request as a whole
   * @param platform whether it said so as the live platform does
   */
  record Settled(
      int accepted, int duplicates, List<Rejection> rejections, boolean perEntry, boolean platform)
      implements SendOutcome {
    /** Keeps its own copy of the rejections. */
    public Settled {
      rejections = List.copyOf(rejections);
    }

    /** Settled by anybody but the live platform. */
    public Settled(int accepted, int duplicates, List<Rejection> rejections, boolean perEntry) {
      this(accepted, duplicates, rejections, perEntry, false);
    }
  }

  /**
   * Not now: the network, or a server that is away or busy. Says nothing about the entries.
   *
   * @param retryAfter how long the server asked to wait, at most 5 min; null if it did not
   */
  record Transient(String cause, @Nullable Duration retryAfter) implements SendOutcome {}

  /** Not sent at all: the breaker is open for that much longer. */
  record BreakerOpen(Duration remaining) implements SendOutcome {}

  /** 413: the request is larger than the server takes. */
  record TooLarge(String cause) implements SendOutcome {}

  /** The server refuses the request as a whole, perhaps for the content of some entry. */
  record EntryFault(int status, String cause) implements SendOutcome {}

  /** Nothing will pass until somebody changes something. */
  record ConfigFault(Fault fault, String cause, String cure) implements SendOutcome {}
}
