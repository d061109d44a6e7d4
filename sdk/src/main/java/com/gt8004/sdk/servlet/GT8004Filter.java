package com.gt8004.sdk.servlet;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.capture.BodySanitizer;
import com.gt8004.sdk.capture.BodyTypes;
import com.gt8004.sdk.capture.ClientAddress;
import com.gt8004.sdk.capture.EntrySink;
import com.gt8004.sdk.capture.PathPatterns;
import com.gt8004.sdk.capture.Redaction;
import com.gt8004.sdk.capture.Sampling;
import com.gt8004.sdk.queue.EpochClock;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Logs each request once, when its response has ended: method, path without its query, status, latency,
 * the first 16,384 bytes of both bodies with their secrets masked, customer, tool.
 *
 * <pre>
 * FilterRegistration.Dynamic filter =
 *     context.addFilter("gt8004", GT8004Filter.builder(logger).build());
 * filter.setAsyncSupported(true);
 * filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), false, "/*");
 * </pre>
 *
 * <p>Register it before all other filters, so that it sees what they answer. Streams are copied while
 * they flow, never held back; asynchronous requests are logged when they are complete. Where the handler
 * throws before anything was sent, the entry has status 500 and the exception's simple name as {@code
 * error_type}, and the exception goes on unchanged; after that the status is the one that was sent.
 *
 * <p>A response that is sent bit by bit (server-sent events, NDJSON, a body that is flushed in parts,
 * or one that the handler calls {@link GT8004Request#stream() a stream}) has the time to its first byte
 * as latency; its entry's header {@value com.gt8004.sdk.capture.Streams#DURATION_HEADER} marks it and
 * tells how long it lasted in all.
 *
 * <p>Bodies that are packed with gzip are unpacked, up to 16,384 bytes; with anything else they are left
 * out, as are uploads ({@code multipart/*}). Sizes are those of the wire.
 *
 * <p>Thread-safe. Never harms a request: what goes wrong in here is counted and left out.
 */
public final class GT8004Filter implements Filter {
  private final EntrySink sink;
  private final PathPatterns excluded;
  private final BiConsumer<RequestLogEntry, AppendResult> resultListener;
  private final EpochClock clock;
  private final CustomerRules customers;
  private final BodySanitizer sanitizer;
  private final EntryAssembly assembly;
  private final KeptHeaders keptHeaders;
  private final LongAdder sampledOut = new LongAdder();
  private final CaptureFailures captureFailures = new CaptureFailures(
      "capturing a request", "the request went on, captureFailures() counts what is missing");
  private final CaptureFailures listenerFailures = new CaptureFailures(
      "resultListener", "the entry is not concerned, listenerFailures() counts them");

  private GT8004Filter(Builder from) {
    sink = from.sink;
    excluded = new PathPatterns(from.excludedPaths);
    resultListener = from.resultListener;
    clock = from.clock;
    customers = new CustomerRules(
        from.customerClaim,
        new ClientAddress(from.trustedProxies),
        from.customerResolver,
        from.toolResolver);
    keptHeaders = new KeptHeaders(from.keptHeaders, from.redaction);
    sanitizer = new BodySanitizer(from.redaction, from.sanitizeFn);
    assembly = new EntryAssembly(
        new CaptureRules(from.requestBodies, from.responseBodies, from.sampling),
        sanitizer,
        captureFailures);
  }

  /** A builder of a filter that appends to this logger, which stays the caller's to close. */
  public static Builder builder(GT8004Logger logger) {
    return new Builder(logger::log);
  }

  /** A builder of a filter that gives its entries to this sink. */
  public static Builder builder(EntrySink sink) {
    return new Builder(sink);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Exchange exchange = begin(request, response);
    if (exchange == null) {
      passThrough(request, response, chain);
      return;
    }
    GT8004Request outer = GT8004Request.enter(exchange.known());
    try {
      chain.doFilter(exchange.request(), exchange.response());
    } catch (Throwable failure) {
      exchange.failed(failure);
      throw failure;
    } finally {
      GT8004Request.leave(outer);
      exchange.resolve(customers);
      exchange.leave();
    }
  }

  private void passThrough(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    GT8004Request known = knownBefore(request);
    if (known == null) {
      chain.doFilter(request, response);
      return;
    }
    GT8004Request outer = GT8004Request.enter(known);
    try {
      chain.doFilter(request, response);
    } catch (Throwable failure) {
      // Out of a later dispatch it goes to the container; out of a forward the handler may catch
      // it.
      if (request.getDispatcherType() == DispatcherType.ASYNC) {
        known.failed(failure);
      }
      throw failure;
    } finally {
      GT8004Request.leave(outer);
    }
  }

  private @Nullable GT8004Request knownBefore(ServletRequest request) {
    try {
      return GT8004Request.find(request);
    } catch (RuntimeException failure) {
      captureFailures.add(failure);
      return null;
    }
  }

  /** Requests whose bodies were left out because the sanitizer threw. */
  public long sanitizerFailures() {
    return sanitizer.failures();
  }

  /** Things that could not be captured: whole requests, or single values of one. */
  public long captureFailures() {
    return captureFailures.count();
  }

  /** Requests that the sampling left out. */
  public long sampledOut() {
    return sampledOut.sum();
  }

  /** Exceptions of the result listener. */
  public long listenerFailures() {
    return listenerFailures.count();
  }

  /** Null where this dispatch is not to be logged: excluded, not HTTP, or part of a request that is. */
  private @Nullable Exchange begin(ServletRequest request, ServletResponse response) {
    try {
      if (request.getDispatcherType() == DispatcherType.REQUEST
          && request instanceof HttpServletRequest httpRequest
          && response instanceof HttpServletResponse httpResponse
          && GT8004Request.find(request) == null
          && !excluded.matches(RequestFacts.pathInApplication(httpRequest))) {
        GT8004Request known = new GT8004Request();
        RequestFacts facts =
            RequestFacts.of(httpRequest, customers, keptHeaders, clock.nanoTime(), clock.now());
        Exchange exchange = new Exchange(
            facts, known, httpRequest, httpResponse, captureFailures, clock, this::log);
        known.attachTo(request);
        return exchange;
      }
    } catch (Throwable failure) {
      captureFailures.add(failure);
    }
    return null;
  }

  private void log(Exchange exchange) {
    try {
      if (!exchange.known().skipped()) {
        RequestLogEntry entry = assembly.assemble(exchange, clock.nanoTime());
        if (entry == null) {
          sampledOut.increment();
        } else {
          tell(entry, sink.log(entry));
        }
      }
    } catch (Throwable failure) {
      captureFailures.add(failure);
    }
  }

  private void tell(RequestLogEntry entry, AppendResult result) {
    try {
      resultListener.accept(entry, result);
    } catch (Throwable failure) {
      listenerFailures.add(failure);
    }
  }

  /** Builds a {@link GT8004Filter}. Not thread-safe. */
  public static final class Builder {
    private final EntrySink sink;
    private final List<String> excludedPaths = new ArrayList<>(PathPatterns.DEFAULTS);
    private Redaction redaction = Redaction.defaults();
    private UnaryOperator<String> sanitizeFn = UnaryOperator.identity();
    private BiConsumer<RequestLogEntry, AppendResult> resultListener = (entry, result) -> {};
    private EpochClock clock = EpochClock.system();
    private final List<String> keptHeaders = new ArrayList<>();
    private BodyTypes requestBodies = BodyTypes.text();
    private BodyTypes responseBodies = BodyTypes.text();
    private Sampling sampling = Sampling.all();
    private final List<String> trustedProxies = new ArrayList<>();
    private @Nullable String customerClaim = "sub";
    private Function<HttpServletRequest, @Nullable String> customerResolver = request -> null;
    private Function<HttpServletRequest, @Nullable String> toolResolver = request -> null;

    private Builder(EntrySink sink) {
      this.sink = sink;
    }

    /** Which secrets are masked in bodies and kept headers. Default: {@link Redaction#defaults()}. */
    public Builder redaction(Redaction rules) {
      this.redaction = rules;
      return this;
    }

    /**
     * Called with each text body, after the masks and before anything reaches the disk; its
     * result is stored, null leaves the body out. Called from request threads. Where it throws, both
     * bodies of the request are left out and {@link GT8004Filter#sanitizerFailures()} counts it. Default: stores
     * what the masks leave.
     */
    public Builder sanitizeFn(UnaryOperator<String> sanitizeFn) {
      this.sanitizeFn = sanitizeFn;
      return this;
    }

    /**
     * Paths that are not logged, besides the health checks {@link PathPatterns#DEFAULTS}: exact, or
     * with a {@code *} at the end for all that begin so. Compared with the path inside the application.
     */
    public Builder excludePaths(String... paths) {
      excludedPaths.addAll(List.of(paths));
      return this;
    }

    /**
     * Request headers that entries keep besides {@code user-agent}, {@code content-type}, {@code
     * referer} (without its query) and {@code accept}: values cut to 1,024 characters, their secrets
     * masked. Default: none.
     *
     * @throws IllegalArgumentException if one holds credentials or payments, naming it
     */
    public Builder keepHeaders(String... names) {
      for (String name : names) {
        KeptHeaders.check(name);
        keptHeaders.add(name);
      }
      return this;
    }

    /**
     * Which bodies are kept, by their content type; sizes are told of all. Default, for both: {@link
     * BodyTypes#text()}. Customers, tools and payments that only a body names are found in kept ones
     * alone.
     */
    public Builder bodies(BodyTypes ofRequests, BodyTypes ofResponses) {
      requestBodies = ofRequests;
      responseBodies = ofResponses;
      return this;
    }

    /**
     * Which requests are logged where not all shall be. {@link GT8004Filter#sampledOut()} counts the
     * others. Default: {@link Sampling#all()}.
     */
    public Builder sampling(Sampling sampling) {
      this.sampling = sampling;
      return this;
    }

    /**
     * Told what became of each entry, on the thread that ended the request; must be quick. An exception
     * is swallowed and counted by {@link GT8004Filter#listenerFailures()}. Default: nobody is told.
     */
    public Builder resultListener(BiConsumer<RequestLogEntry, AppendResult> resultListener) {
      this.resultListener = resultListener;
      return this;
    }

    /**
     * The claim of a bearer token that names the customer where {@code X-Customer-ID} is absent. The
     * token is decoded, not verified, and kept nowhere. Null: tokens are not looked at. Default: {@code
     * sub}.
     */
    public Builder customerClaim(@Nullable String customerClaim) {
      this.customerClaim = customerClaim;
      return this;
    }

    /**
     * Names the customer where neither header nor token does; null where it cannot. Called on the
     * request's thread when the handler has returned; an exception counts as a capture failure. Default: the
     * body's {@code customer_id}, else the client's address.
     */
    public Builder customerResolver(
        Function<HttpServletRequest, @Nullable String> customerResolver) {
      this.customerResolver = customerResolver;
      return this;
    }

    /** Names the tool instead of body and path, called as {@link #customerResolver}; null leaves it to them. */
    public Builder toolResolver(Function<HttpServletRequest, @Nullable String> toolResolver) {
      this.toolResolver = toolResolver;
      return this;
    }

    /**
     * Addresses or CIDR blocks of the proxies before this application. Only from them {@code
     * X-Forwarded-For} and {@code Forwarded} are believed, read from the right up to the first address
     * that is none of these. Default: none, the connection's address is the client's.
     */
    public Builder trustedProxies(String... addressesOrBlocks) {
      trustedProxies.addAll(List.of(addressesOrBlocks));
      return this;
    }

    Builder clock(EpochClock clock) {
      this.clock = clock;
      return this;
    }

    /**
     * The filter.
     *
     * @throws IllegalArgumentException if an excluded path is no pattern or a trusted proxy no address, naming it
     */
    public GT8004Filter build() {
      return new GT8004Filter(this);
    }
  }
}
