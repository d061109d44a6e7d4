package com.gt8004.sdk.httpserver;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.exchange.Arrival;
import com.gt8004.sdk.exchange.CapturedExchange;
import com.gt8004.sdk.exchange.ExchangeCapture;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Logs each request of a {@code com.sun.net.httpserver.HttpServer} once, when its response has ended:
 *
 * <pre>
 * server.createContext("/", handler).getFilters().add(0, GT8004HttpFilter.of(logger));
 * </pre>
 *
 * <p>Bodies are copied while they flow. A handler that throws is logged with status 500, or with the one
 * it had sent, and the simple name of what it threw; what it threw goes on. An exchange that another
 * thread finishes after the handler has returned is logged when its response body is closed; one that
 * ends so without a body is not seen. Thread-safe; never harms a request.
 */
public final class GT8004HttpFilter extends Filter {
  private static final ThreadLocal<@Nullable CapturedExchange> CURRENT = new ThreadLocal<>();

  private final ExchangeCapture capture;

  /** A filter that captures so. */
  public GT8004HttpFilter(ExchangeCapture capture) {
    super();
    this.capture = capture;
  }

  /** A filter that appends to this logger, with nothing but defaults. */
  public static GT8004HttpFilter of(GT8004Logger logger) {
    return new GT8004HttpFilter(ExchangeCapture.builder(logger).build());
  }

  /** What a handler knows about its own request is set here, on the thread it was called on. Null where the request is not logged. */
  public static @Nullable CapturedExchange current() {
    return CURRENT.get();
  }

  @Override
  public String description() {
    return "logs each request to the GT8004 queue";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    CapturedExchange captured = current() == null ? capture.begin(arrival(exchange)) : null;
    if (captured == null) {
      chain.doFilter(exchange);
      return;
    }
    ObservedResponse response = new ObservedResponse(exchange, captured);
    exchange.setStreams(
        new ObservedRequest(exchange.getRequestBody(), captured.request()), response);
    CURRENT.set(captured);
    try {
      chain.doFilter(exchange);
    } catch (Throwable failure) {
      captured.failed(failure);
      response.end(500);
      throw failure;
    } finally {
      CURRENT.remove();
    }
    response.handlerReturned();
  }

  private static Arrival arrival(HttpExchange exchange) {
    String path = exchange.getRequestURI().getRawPath();
    String known = path == null ? "/" : path;
    return new Arrival(
        exchange.getRequestMethod(),
        known,
        known,
        name -> header(exchange, name),
        address(exchange.getRemoteAddress()));
  }

  private static @Nullable String header(HttpExchange exchange, String name) {
    List<String> values = exchange.getRequestHeaders().get(name);
    return values == null || values.isEmpty() ? null : String.join(",", values);
  }

  private static @Nullable String address(@Nullable InetSocketAddress remote) {
    return remote == null || remote.getAddress() == null
        ? null
        : remote.getAddress().getHostAddress();
  }
}
