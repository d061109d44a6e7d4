package com.gt8004.sdk.spring;

import com.gt8004.sdk.exchange.CapturedExchange;
import java.nio.file.Path;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/** A response whose server sends files without reading them; of those only the size is known. */
final class ObservedZeroCopyResponse extends ObservedResponse implements ZeroCopyHttpOutputMessage {
  ObservedZeroCopyResponse(ServerHttpResponse response, CapturedExchange captured) {
    super(response, captured);
  }

  @Override
  public Mono<Void> writeWith(Path file, long position, long count) {
    return Mono.defer(() -> {
      passed(count);
      return ((ZeroCopyHttpOutputMessage) getDelegate()).writeWith(file, position, count);
    });
  }
}
