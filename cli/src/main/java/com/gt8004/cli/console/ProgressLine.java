package com.gt8004.cli.console;

import com.gt8004.sdk.queue.EpochClock;
import java.time.Duration;
import java.util.Locale;

/**
 * One line on standard error that says how far a long command is: redrawn in place on a terminal,
 * else a line every ten seconds. Not thread-safe.
 */
public final class ProgressLine implements AutoCloseable {
  private static final long REDRAW_NANOS = Duration.ofMillis(200).toNanos();
  private static final long REPEAT_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int BAR_WIDTH = 24;

  private final Console console;
  private final EpochClock clock;
  private final long startedNanos;
  private long nextNanos;
  private boolean drawn;

  /**
   * A line that begins now.
   *
   * @param quiet how long nothing is said, so that short work stays silent
   */
  public ProgressLine(Console console, EpochClock clock, Duration quiet) {
    this.console = console;
    this.clock = clock;
    this.startedNanos = clock.nanoTime();
    this.nextNanos = startedNanos + quiet.toNanos();
  }

  /** Says {@code text} if it is time to. */
  public void show(String text) {
    long now = clock.nanoTime();
    if (now - nextNanos < 0) {
      return;
    }
    nextNanos = now + (console.errIsTerminal() ? REDRAW_NANOS : REPEAT_NANOS);
    if (console.errIsTerminal()) {
      console.errRaw("\r\u001b[K" + text);
      drawn = true;
    } else {
      console.err(text);
    }
  }

  /** A bar with count, rate and time left, such as {@code [=====>   ] 1,200 of 4,000  600/s  5 s left}. */
  public void show(String what, long done, long total) {
    show(what, done, total, 0);
  }

  /** The same of work that went on from {@code before}: rate and time left are those of this run. */
  public void show(String what, long done, long total, long before) {
    show(bar(what, done, total, before, seconds()));
  }

  /** Seconds since this line was made. */
  public double seconds() {
    return (clock.nanoTime() - startedNanos) / 1e9;
  }

  static String bar(String what, long done, long total, long before, double seconds) {
    double share = total <= 0 ? 1 : Math.min(1, (double) done / total);
    int filled = (int) (share * BAR_WIDTH);
    String bar = "=".repeat(filled)
        + (filled < BAR_WIDTH ? ">" : "")
        + " ".repeat(Math.max(0, BAR_WIDTH - filled - 1));
    double rate = seconds > 0 ? (done - before) / seconds : 0;
    String left = rate > 0 && done < total ? "  " + duration((total - done) / rate) + " left" : "";
    return String.format(
        Locale.ROOT, "%s [%s] %,d of %,d  %,.0f/s%s", what, bar, done, total, rate, left);
  }

  /** {@code 42 s}, {@code 3 min 20 s}, {@code 5 h 2 min}, {@code 3 d 4 h}. */
  public static String duration(double seconds) {
    long whole = (long) Math.ceil(Math.max(0, seconds));
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3_600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    if (whole < 86_400) {
      return whole / 3_600 + " h " + whole % 3_600 / 60 + " min";
    }
    return whole / 86_400 + " d " + whole % 86_400 / 3_600 + " h";
  }

  /** Clears what was drawn in place, so that the next line begins at the left. */
  @Override
  public void close() {
    if (drawn) {
      console.errRaw("\r\u001b[K");
      drawn = false;
    }
  }
}
