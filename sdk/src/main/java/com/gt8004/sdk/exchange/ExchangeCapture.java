package com.gt8004.sdk.exchange;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.capture.BodySanitizer;
import com.gt8004.sdk.capture.ClientAddress;
import com.gt8004.sdk.capture.EntrySink;
import com.gt8004.sdk.capture.PathPatterns;
import com.gt8004.sdk.capture.Redaction;
import com.gt8004.sdk.queue.EpochClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries of the exchanges of one server: what to leave out, how to name customers, how to mask.
 * The same rules as those of the servlet filter, for servers that know no servlets.
 *
 * <p>Thread-safe. Never harms a request: what goes wrong in here is counted and left out.
 */
public final class ExchangeCapture {
  private final EntrySink sink;
  private final PathPatterns excluded;
  private final BiConsumer<RequestLogEntry, AppendResult> resultListener;
  private final EpochClock clock;
  private final @Nullable String customerClaim;
  private final ClientAddress addresses;
  private final BodySanitizer sanitizer;
  private final CaptureFailures failures = new CaptureFailures();

  private ExchangeCapture(Builder from) {
    sink = from.sink;
    excluded = new PathPatterns(from.excludedPaths);
    resultListener = from.resultListener;
    clock = from.clock;
    customerClaim = from.customerClaim;
    addresses = new ClientAddress(from.trustedProxies);
    sanitizer = new BodySanitizer(from.redaction, from.sanitizeFn);
  }

  /** A builder of a capture that appends to this logger, which stays the caller's to close. */
  public static Builder builder(GT8004Logger logger) {
    return new Builder(logger::log);
  }

  /** A builder of a capture that gives its entries to this sink. */
  public static Builder builder(EntrySink sink) {
    return new Builder(sink);
  }

  /** An exchange begins. Null where it is not to be logged. Never throws. */
  public @Nullable CapturedExchange begin(Arrival arrival) {
    try {
      return excluded.matches(arrival.pathInApplication())
          ? null
          : new CapturedExchange(this, ExchangeFacts.of(arrival, addresses, customerClaim, clock));
    } catch (Throwable failure) {
      failures.add(failure);
      return null;
    }
  }

  /** Things that could not be captured. */
  public long captureFailures() {
    return failures.count();
  }

  /** Requests whose bodies were left out because the sanitizer threw. */
  public long sanitizerFailures() {
    return sanitizer.failures();
  }

  CaptureFailures failures() {
    return failures;
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

  /** Builds an {@link ExchangeCapture}. Not thread-safe. */
  public static final class Builder {
    private final EntrySink sink;
    private final List<String> excludedPaths = new ArrayList<>(PathPatterns.DEFAULTS);
    private final List<String> trustedProxies = new ArrayList<>();
    private Redaction redaction = Redaction.defaults();
    private UnaryOperator<String> sanitizeFn = UnaryOperator.identity();
    private BiConsumer<RequestLogEntry, AppendResult> resultListener = (entry, result) -> {};
    private EpochClock clock = EpochClock.system();
    private @Nullable String customerClaim = "sub";

    private Builder(EntrySink sink) {
      this.sink = sink;
    }

    /** Which secrets are masked. Default: {@link Redaction#defaults()}. */
    public Builder redaction(Redaction rules) {
      this.redaction = rules;
      return this;
    }

    /** Called with each text body, behind the default masks; null leaves the body out. Default: stores what the masks leave. */
    public Builder sanitizeFn(UnaryOperator<String> sanitizeFn) {
      this.sanitizeFn = sanitizeFn;
      return this;
    }

    /** Paths that are not logged, besides {@link PathPatterns#DEFAULTS}: exact, or with a {@code *} at the end. */
    public Builder excludePaths(Collection<String> paths) {
      excludedPaths.addAll(paths);
      return this;
    }

    /** Addresses or CIDR blocks of proxies whose forwarding headers are believed. Default: none. */
    public Builder trustedProxies(Collection<String> addressesOrBlocks) {
      trustedProxies.addAll(addressesOrBlocks);
      return this;
    }

    /** The claim of a bearer token that names the customer; null: tokens are not looked at. Default: {@code sub}. */
    public Builder customerClaim(@Nullable String customerClaim) {
      this.customerClaim = customerClaim;
      return this;
    }

    /** Told what became of each entry, on the thread that ended the exchange; must be quick. Default: nobody is told. */
    public Builder resultListener(BiConsumer<RequestLogEntry, AppendResult> resultListener) {
      this.resultListener = resultListener;
      return this;
    }

    Builder clock(EpochClock clock) {
      this.clock = clock;
      return this;
    }

    /**
     * The capture.
     *
     * @throws IllegalArgumentException if an excluded path is no pattern or a trusted proxy no address, naming it
     */
    public ExchangeCapture build() {
      return new ExchangeCapture(this);
    }
  }
}
