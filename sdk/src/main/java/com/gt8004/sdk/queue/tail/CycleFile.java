package com.gt8004.sdk.queue.tail;

import com.gt8004.sdk.queue.ChronicleFiles;
import com.gt8004.sdk.queue.Envelope;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The bytes of one cycle file, and the entries found in them by magic and checksum alone. Reads, never
 * maps: a mapped page behind the end of a truncated file would end the process. Not thread-safe.
 *
 * <p>An entry is never found inside another's payload: JSON has no control characters, and no length
 * in a header is free of them.
 */
final class CycleFile implements AutoCloseable {
  /** No entry, or none that is whole. */
  static final long NONE = -1;

  /** A reader holds one, whatever the size of the journal. */
  private static final int WINDOW_BYTES = 64 << 10;

  /** Files are mostly longer than their content; comparing with zeros is quicker than looking at each. */
  private static final byte[] ZEROS = new byte[WINDOW_BYTES];

  private static final byte FIRST_OF_MAGIC = 'G';

  private final Path path;
  private final RandomAccessFile file; // not a channel, which an interrupt would close
  private final CRC32C crc = new CRC32C();
  private final byte[] window = new byte[WINDOW_BYTES];
  private final ByteBuffer numbers = ByteBuffer.wrap(window).order(ByteOrder.LITTLE_ENDIAN);
  private long windowStart;
  private int windowLength;
  private boolean windowIsZero;
  private Envelope.Check found = Envelope.Check.DAMAGED;

  CycleFile(Path path) throws IOException {
    this.path = path;
    this.file = new RandomAccessFile(path.toFile(), "r");
  }

  Path path() {
    return path;
  }

  /** In bytes, now. */
  long length() {
    try {
      return file.length();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Forgets what was read: a living writer may have written since. */
  void forget() {
    windowLength = 0;
  }

  /** What {@link #next} or {@link #last} found: an entry, or one of a newer format. */
  Envelope.Check found() {
    return found;
  }

  /** Where the first whole entry at or after {@code from} begins, copied into the given room; or NONE. */
  long next(long from, TailedEntry into) {
    return next(from, Long.MAX_VALUE, into);
  }

  /** The same for an entry that begins before {@code to}. */
  long next(long from, long to, TailedEntry into) {
    long at = from;
    while (at < to && windowAt(at) >= Envelope.HEADER_BYTES) {
      int end = (int) Math.min(windowLength - Envelope.HEADER_BYTES, to - 1 - windowStart);
      for (int i = (int) (at - windowStart); i <= end && !windowIsZero; i++) {
        if (window[i] == FIRST_OF_MAGIC && isEntry(windowStart + i, into)) {
          return windowStart + i;
        }
      }
      at = windowStart + end + 1;
    }
    return NONE;
  }

  /**
   * Where the last whole entry begins, copied into the given room; or NONE. Of those near the end it is
   * the one with the highest sequence: behind it may stand a page that the disk put there, with entries
   * of another place, and they must not make the file look shorter than it is.
   */
  long last(TailedEntry into) {
    long end = length();
    long best = NONE;
    long highest = NONE;
    boolean searching = true;
    while (end > 0 && searching) {
      searching = best == NONE; // one window further than where the first was found
      long from = Math.max(0, end - WINDOW_BYTES + Envelope.HEADER_BYTES);
      forget();
      int length = windowAt(from);
      int first = (int) Math.min(length - Envelope.HEADER_BYTES, end - 1 - from);
      for (int i = first; i >= 0 && !windowIsZero; i--) {
        if (window[i] == FIRST_OF_MAGIC && isEntry(from + i, into) && into.sequence() > highest) {
          best = from + i;
          highest = into.sequence();
        }
      }
      end = from;
    }
    return best == NONE ? NONE : next(best, into);
  }

  private boolean isEntry(long offset, TailedEntry into) {
    int at = (int) (offset - windowStart);
    long length = Envelope.claimedLength(window, at);
    if (length < 0 || length > ChronicleFiles.BLOCK_BYTES) {
      return false;
    }
    byte[] room = into.room((int) length);
    if (at + length <= windowLength) {
      System.arraycopy(window, at, room, 0, (int) length);
    } else if (read(offset, room, (int) length) < length) {
      return false;
    }
    found = Envelope.check(room, (int) length, crc);
    return found != Envelope.Check.DAMAGED;
  }

  /** The number at this place; 0 behind the end of the file. */
  int intAt(long offset) {
    return windowAt(offset) < Integer.BYTES ? 0 : numbers.getInt((int) (offset - windowStart));
  }

  /** The number at this place; 0 behind the end of the file. */
  long longAt(long offset) {
    return windowAt(offset) < Long.BYTES ? 0 : numbers.getLong((int) (offset - windowStart));
  }

  /** The part between the first and the last byte that is not zero; an empty one if all are. */
  DamagedSpan.Bytes withoutZeros(long from, long to) {
    long first = -1;
    long last = -1;
    for (long at = from; at < to && windowAt(at) > 0; at = windowStart + windowLength) {
      int end = (int) Math.min(windowLength, to - windowStart);
      for (int i = (int) (at - windowStart); i < end && !windowIsZero; i++) {
        if (window[i] != 0) {
          first = first < 0 ? windowStart + i : first;
          last = windowStart + i;
        }
      }
    }
    return first < 0
        ? new DamagedSpan.Bytes(path, from, from)
        : new DamagedSpan.Bytes(path, first, last + 1);
  }

  /** Makes the window hold this place and a header behind it; returns how much it holds from there on. */
  private int windowAt(long offset) {
    boolean holds =
        offset >= windowStart && offset + Envelope.HEADER_BYTES <= windowStart + windowLength;
    if (!holds) {
      windowStart = offset;
      windowLength = read(offset, window, WINDOW_BYTES);
      windowIsZero = Arrays.equals(window, 0, windowLength, ZEROS, 0, windowLength);
    }
    return windowLength - (int) (offset - windowStart);
  }

  private int read(long offset, byte[] into, int length) {
    try {
      file.seek(offset);
      int filled = 0;
      int count = 0;
      while (filled < length && count >= 0) {
        count = file.read(into, filled, length - filled);
        filled += Math.max(0, count);
      }
      return filled;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("cannot read " + path + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }
}
