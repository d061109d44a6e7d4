package com.gt8004.sdk.spring;

import com.gt8004.sdk.exchange.Arrival;
import com.gt8004.sdk.exchange.CapturedExchange;
import com.gt8004.sdk.exchange.ExchangeCapture;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * Logs each request of a WebFlux application once, when its response has ended; where the handler
 * fails, when the error handlers have answered, with their status. Bodies are copied while they flow.
 * Register it before all other filters. Thread-safe; never harms a request.
 */
public final class GT8004WebFilter implements WebFilter {
  private static final String ATTRIBUTE = GT8004WebFilter.class.getName();

  /** Headers that proxies add to; of all others the first value counts. */
  private static final Set<String> LISTS = Set.of("X-Forwarded-For", "Forwarded");

  private final ExchangeCapture capture;

  /** A filter that captures so. */
  public GT8004WebFilter(ExchangeCapture capture) {
    this.capture = capture;
  }

  /** What a handler knows about its own request is set here. Null where the request is not logged. */
  public static @Nullable CapturedExchange current(ServerWebExchange exchange) {
    return exchange.getAttribute(ATTRIBUTE);
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    CapturedExchange captured =
        current(exchange) == null ? capture.begin(arrival(exchange.getRequest())) : null;
    if (captured == null) {
      return chain.filter(exchange);
    }
    exchange.getAttributes().put(ATTRIBUTE, captured);
    ServerWebExchange observed = exchange
        .mutate()
        .request(new ObservedRequest(exchange.getRequest(), captured))
        .response(observed(exchange.getResponse(), captured))
        .build();
    return chain
        .filter(observed)
        .doOnError(captured::failed)
        .doFinally(signal -> ended(signal, exchange.getResponse(), captured));
  }

  private static ObservedResponse observed(ServerHttpResponse response, CapturedExchange captured) {
    return response instanceof ZeroCopyHttpOutputMessage
        ? new ObservedZeroCopyResponse(response, captured)
        : new ObservedResponse(response, captured);
  }

  private static void ended(
      SignalType signal, ServerHttpResponse response, CapturedExchange captured) {
    if (signal == SignalType.ON_ERROR && !response.isCommitted()) {
      // Error handlers write past our wrapper, so that only the size of their answer stays unknown.
      response.beforeCommit(() -> Mono.fromRunnable(() -> end(response, captured, null)));
    } else {
      end(response, captured, captured.response().size());
    }
  }

  private static void end(
      ServerHttpResponse response, CapturedExchange captured, @Nullable Long size) {
    HttpStatusCode status = response.getStatusCode();
    captured.end(
        status == null ? 200 : status.value(), name -> response.getHeaders().getFirst(name), size);
  }

  private static Arrival arrival(ServerHttpRequest request) {
    return new Arrival(
        request.getMethod().name(),
        request.getPath().value(),
        request.getPath().pathWithinApplication().value(),
        name -> header(request.getHeaders(), name),
        address(request.getRemoteAddress()));
  }

  private static @Nullable String header(HttpHeaders headers, String name) {
    if (!LISTS.contains(name)) {
      return headers.getFirst(name);
    }
    List<String> values = headers.getValuesAsList(name);
    return values.isEmpty() ? null : String.join(",", values);
  }

  private static @Nullable String address(@Nullable InetSocketAddress remote) {
    return remote == null || remote.getAddress() == null
        ? null
        : remote.getAddress().getHostAddress();
  }

  /** The request, whose body is copied while the application reads it. */
  private static final class ObservedRequest extends ServerHttpRequestDecorator {
    private final CapturedExchange captured;

    ObservedRequest(ServerHttpRequest request, CapturedExchange captured) {
      super(request);
      this.captured = captured;
    }

    @Override
    public Flux<DataBuffer> getBody() {
      return super.getBody().doOnNext(buffer -> BufferCopy.copy(buffer, captured.request()));
    }
  }
}
