package com.gt8004.sdk.queue.append;

/** Why an append was refused; told as a negative number, so that telling it allocates nothing. */
public enum Refusal {
  CLOSED(-1),
  DISK_FULL(-2),
  QUEUE_FULL(-3),
  STALLED(-4),
  UNUSABLE(-5);

  private static final Refusal[] VALUES = values();

  private final long code;

  Refusal(long code) {
    this.code = code;
  }

  long code() {
    return code;
  }

  /** The refusal behind what {@link QueueAppender#append} returned, which must be negative. */
  public static Refusal of(long code) {
    for (Refusal refusal : VALUES) {
      if (refusal.code == code) {
        return refusal;
      }
    }
    throw new IllegalArgumentException("not a refusal: " + code);
  }
}
