package com.gt8004.sdk;

/** What {@link GT8004Logger#log} did. Constants, so that saying it allocates nothing. */
public enum AppendResult {
  /** In the queue: it will be delivered, dead-lettered or still be on disk, whatever process dies. */
  APPENDED,
  /** {@link GT8004Logger#close()} came first. */
  REFUSED_CLOSED,
  /** Less disk is free than {@code disk_free_min} asks for (512 MiB unless set); see {@link OverflowPolicy}. */
  REFUSED_DISK_FULL,
  /** The queue has {@code queue_bytes_max} bytes on disk (10 GiB unless set); see {@link OverflowPolicy}. */
  REFUSED_QUEUE_FULL,
  /** The entry is larger than 1 MiB when encoded, even without its bodies, which are cut first. */
  REFUSED_TOO_LARGE,
  /** Another thread held the append lock for a second: the disk stalls. */
  REFUSED_STALLED,
  /** The queue's folder cannot be used; {@code stats().unusableReason()} says why. Tried again every 5 s. */
  REFUSED_UNUSABLE;

  /** Whether the entry is in the queue. */
  public boolean appended() {
    return this == APPENDED;
  }
}
