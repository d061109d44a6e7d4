package com.gt8004.sdk.mcp;

import com.gt8004.sdk.capture.BearerClaims;
import com.gt8004.sdk.capture.ClientAddress;
import com.gt8004.sdk.capture.CustomerId;
import com.gt8004.sdk.exchange.CapturedToolCall;
import com.gt8004.sdk.servlet.GT8004Request;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpTransportContextExtractor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP transport knows of a call and its tool does not: who asked and from where, and the
 * entry of a {@code GT8004Filter} before it, which this takes the place of.
 *
 * <pre>
 * HttpServletStreamableServerTransportProvider.builder()
 *     .contextExtractor(GT8004McpContext.extractor())
 * </pre>
 */
public final class GT8004McpContext {
  private static final String CUSTOMER = "gt8004.customer";
  private static final String ADDRESS = "gt8004.address";
  private static final String USER_AGENT = "gt8004.user-agent";
  private static final String ENTRY_OF_FILTER = "gt8004.request";

  private GT8004McpContext() {}

  /**
   * For a transport's builder.
   *
   * @param trustedProxies addresses or CIDR blocks whose forwarding headers are believed
   * @throws IllegalArgumentException if one is neither, naming it
   */
  public static McpTransportContextExtractor<HttpServletRequest> extractor(
      String... trustedProxies) {
    ClientAddress addresses = new ClientAddress(List.of(trustedProxies));
    return request -> McpTransportContext.create(known(request, addresses));
  }

  /** What {@link #extractor} puts into a context, for an extractor of your own that adds to it. */
  public static Map<String, Object> known(HttpServletRequest request) {
    return known(request, new ClientAddress(List.of()));
  }

  static void tell(@Nullable McpTransportContext context, CapturedToolCall call) {
    if (context == null) {
      return;
    }
    call.customerId(text(context, CUSTOMER))
        .client(text(context, ADDRESS), text(context, USER_AGENT));
    if (context.get(ENTRY_OF_FILTER) instanceof Runnable skip) {
      skip.run();
    }
  }

  private static Map<String, Object> known(HttpServletRequest request, ClientAddress addresses) {
    Map<String, Object> known = new HashMap<>();
    String named = CustomerId.fromHeader(request.getHeader(CustomerId.HEADER));
    put(
        known,
        CUSTOMER,
        named != null ? named : BearerClaims.claim(request.getHeader("Authorization"), "sub"));
    put(
        known,
        ADDRESS,
        addresses.of(
            request.getRemoteAddr(),
            request.getHeader("X-Forwarded-For"),
            request.getHeader("Forwarded")));
    put(known, USER_AGENT, request.getHeader("User-Agent"));
    GT8004Request ofFilter = GT8004Request.current(request);
    Runnable skip = ofFilter::skip;
    known.put(ENTRY_OF_FILTER, skip);
    return known;
  }

  private static @Nullable String text(McpTransportContext context, String name) {
    return context.get(name) instanceof String text ? text : null;
  }

  private static void put(Map<String, Object> known, String name, @Nullable String value) {
    if (value != null) {
      known.put(name, value);
    }
  }
}
