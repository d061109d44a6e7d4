package com.gt8004.sdk.servlet;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.capture.BodySanitizer;
import com.gt8004.sdk.capture.ClientAddress;
import com.gt8004.sdk.capture.EntrySink;
import com.gt8004.sdk.capture.PathPatterns;
import com.gt8004.sdk.capture.Redaction;
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
    sanitizer = new BodySanitizer(from.redaction, from.sanitizeFn);
    assembly = new EntryAssembly(sanitizer, captureFailures);
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
    try {
      chain.doFilter(exchange.request(), exchange.response());
    } catch (Throwable failure) {
      exchange.failed(failure);
      throw failure;
    } finally {
      exchange.resolve(customers);
      exchange.leave();
    }
  }

  private void passThrough(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } catch (Throwable failure) {
      GT8004Request known = GT8004Request.find(request);
      // Out of a later dispatch it goes to the container; out of a forward the handler may catch
      // it.
      if (known != null && request.getDispatcherType() == DispatcherType.ASYNC) {
        known.failed(failure);
      }
      throw failure;
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
          && !excluded.matches(pathInApplication(httpRequest))) {
        GT8004Request known = new GT8004Request();
        RequestFacts facts = RequestFacts.of(httpRequest, customers, clock.nanoTime(), clock.now());
        Exchange exchange =
            new Exchange(facts, known, httpRequest, httpResponse, captureFailures, this::log);
        known.attachTo(request);
        return exchange;
      }
    } catch (Throwable failure) {
      captureFailures.add(failure);
    }
    return null;
  }

  private static String pathInApplication(HttpServletRequest request) {
    String path = request.getRequestURI();
    String context = request.getContextPath();
    return context != null && path.startsWith(context) ? path.substring(context.length()) : path;
  }

  private void log(Exchange exchange) {
    try {
      if (!exchange.known().skipped()) {
        RequestLogEntry entry = assembly.assemble(exchange, clock.nanoTime());
        tell(entry, sink.log(entry));
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
