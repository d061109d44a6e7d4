package com.gt8004.sdk.spring;

import com.gt8004.sdk.exchange.CapturedExchange;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The response, whose body is copied while it goes to the client. */
class ObservedResponse extends ServerHttpResponseDecorator {
  private final CapturedExchange captured;

  ObservedResponse(ServerHttpResponse response, CapturedExchange captured) {
    super(response);
    this.captured = captured;
  }

  @Override
  public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
    // Spring commits later where the body is a single value, so that a failure can still be
    // answered.
    return body instanceof Mono<? extends DataBuffer> one
        ? super.writeWith(one.doOnNext(this::copy))
        : super.writeWith(Flux.from(body).doOnNext(this::copy));
  }

  @Override
  public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
    return super.writeAndFlushWith(
        Flux.from(body).map(part -> Flux.from(part).doOnNext(this::copy)));
  }

  /** So many bytes go out without passing through here. */
  void passed(long bytes) {
    captured.firstByte();
    captured.response().pass(bytes);
  }

  private void copy(DataBuffer buffer) {
    captured.firstByte();
    BufferCopy.copy(buffer, captured.response());
  }
}
