package com.gt8004.sdk.exchange;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.capture.BodySanitizer;
import com.gt8004.sdk.capture.EntrySink;
import com.gt8004.sdk.capture.Redaction;
import com.gt8004.sdk.queue.EpochClock;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries of calls of tools: method {@code tools/call}, the tool's name in path and tool name, its
 * arguments and result as bodies with their secrets masked, status 200, or 500 with {@code error_type}.
 *
 * <p>Thread-safe. Never harms a call: what goes wrong in here is counted and left out.
 */
public final class ToolCallCapture {
  /** A day: what an entry holds at most. */
  private static final long SECONDS_MAX = 86_400;

  private final EntrySink sink;
  private final BodySanitizer sanitizer;
  private final BiConsumer<RequestLogEntry, AppendResult> resultListener;
  private final EpochClock clock;
  private final CaptureFailures failures = new CaptureFailures();

  private ToolCallCapture(Builder from) {
    sink = from.sink;
    sanitizer = new BodySanitizer(from.redaction, from.sanitizeFn);
    resultListener = from.resultListener;
    clock = from.clock;
  }

  /** A capture that appends to this logger, with nothing but defaults. */
  public static ToolCallCapture of(GT8004Logger logger) {
    return builder(logger).build();
  }

  /** A builder of a capture that appends to this logger, which stays the caller's to close. */
  public static Builder builder(GT8004Logger logger) {
    return new Builder(logger::log);
  }

  /** A builder of a capture that gives its entries to this sink. */
  public static Builder builder(EntrySink sink) {
    return new Builder(sink);
  }

  /**
   * A call begins. Never throws.
   *
   * @param protocol {@code mcp}, {@code a2a}, {@code http}, or null
   * @param arguments as text, JSON as a rule; null where there are none
   */
  public CapturedToolCall begin(
      @Nullable String protocol, String tool, @Nullable String arguments) {
    return new CapturedToolCall(this, protocol, tool, arguments, clock.nanoTime(), clock.now());
  }

  /** A call that has just ended after so long, for who is told no sooner; to be ended at once. Never throws. */
  public CapturedToolCall ended(
      @Nullable String protocol, String tool, @Nullable String arguments, Duration took) {
    long nanos = Math.min(Math.max(took.toSeconds(), 0), SECONDS_MAX) * 1_000_000_000L
        + (took.isNegative() ? 0 : took.toNanosPart());
    return new CapturedToolCall(
        this, protocol, tool, arguments, clock.nanoTime() - nanos, clock.now().minusNanos(nanos));
  }

  /** Calls that could not be captured. */
  public long captureFailures() {
    return failures.count();
  }

  /** Something went wrong around a call that the call must not notice. */
  public void failed(Throwable failure) {
    failures.add(failure);
  }

  BodySanitizer sanitizer() {
    return sanitizer;
  }

  long nanoTime() {
    return clock.nanoTime();
  }

  void log(RequestLogEntry entry) {
    resultListener.accept(entry, sink.log(entry));
  }

  /** Builds a {@link ToolCallCapture}. Not thread-safe. */
  public static final class Builder {
    private final EntrySink sink;
    private Redaction redaction = Redaction.defaults();
    private UnaryOperator<String> sanitizeFn = UnaryOperator.identity();
    private BiConsumer<RequestLogEntry, AppendResult> resultListener = (entry, result) -> {};
    private EpochClock clock = EpochClock.system();

    private Builder(EntrySink sink) {
      this.sink = sink;
    }

    /** Which secrets are masked. Default: {@link Redaction#defaults()}. */
    public Builder redaction(Redaction rules) {
      this.redaction = rules;
      return this;
    }

    /** Called with arguments and results, behind the default masks; null leaves the text out. Default: stores what the masks leave. */
    public Builder sanitizeFn(UnaryOperator<String> sanitizeFn) {
      this.sanitizeFn = sanitizeFn;
      return this;
    }

    /** Told what became of each entry, on the thread that ended the call; must be quick. Default: nobody is told. */
    public Builder resultListener(BiConsumer<RequestLogEntry, AppendResult> resultListener) {
      this.resultListener = resultListener;
      return this;
    }

    Builder clock(EpochClock clock) {
      this.clock = clock;
      return this;
    }

    /** The capture. */
    public ToolCallCapture build() {
      return new ToolCallCapture(this);
    }
  }
}
