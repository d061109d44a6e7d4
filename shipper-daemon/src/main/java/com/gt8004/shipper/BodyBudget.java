package com.gt8004.shipper;

/**
 * How many bytes of bodies lie in memory, over all queues. Half of it is for whoever comes first; of the
 * other half each queue that has open journals is sure of an equal share, so that queues which cannot
 * send now take nothing from those that can. An empty queue may always take one entry. Not thread-safe:
 * owned by the shipping thread.
 */
final class BodyBudget {
  /** A quarter of the heap that the shipper is started with: what a body grows into stays in it as well. */
  static final long BYTES_DEFAULT = 64L << 20;

  private final long bytesMax;
  private long held;
  private int sharers;

  /** Nothing is held yet. */
  BodyBudget(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** What all journals hold. */
  long held() {
    return held;
  }

  /** For one queue more. */
  Share share() {
    return new Share();
  }

  /** What the journals of one queue hold. */
  final class Share {
    private long held;
    private int journals;

    /** For one journal more of this queue. */
    Hold hold() {
      sharers += journals == 0 ? 1 : 0;
      journals++;
      return new Hold(this);
    }

    private long room() {
      long common = bytesMax / 2;
      if (BodyBudget.this.held < common) {
        return common - BodyBudget.this.held;
      }
      long sure = Math.max(1, common / Math.max(1, sharers));
      boolean more = held == 0 || BodyBudget.this.held < bytesMax;
      return more ? Math.max(0, sure - held) : 0;
    }
  }

  /** What one journal holds. */
  final class Hold implements AutoCloseable {
    private final Share share;
    private long held;
    private boolean closed;

    private Hold(Share share) {
      this.share = share;
    }

    /** Bytes that it may read now; whoever is allowed one may finish the entry it is in. */
    long room() {
      return share.room();
    }

    /** What it holds now. */
    void holds(long bytes) {
      if (!closed) {
        share.held += bytes - held;
        BodyBudget.this.held += bytes - held;
        held = bytes;
      }
    }

    @Override
    public void close() {
      if (!closed) {
        holds(0);
        closed = true;
        share.journals--;
        sharers -= share.journals == 0 ? 1 : 0;
      }
    }
  }
}
