package com.gt8004.sdk.servlet;

import com.gt8004.sdk.capture.BearerClaims;
import com.gt8004.sdk.capture.ClientAddress;
import com.gt8004.sdk.capture.CustomerId;
import com.gt8004.sdk.capture.FieldText;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a filter names whoever asked, and the tool where neither body nor path shall. Immutable. */
record CustomerRules(
    @Nullable String claim,
    ClientAddress addresses,
    Function<HttpServletRequest, @Nullable String> customerResolver,
    Function<HttpServletRequest, @Nullable String> toolResolver) {

  /** What the request's own headers say: X-Customer-ID, else the claim of its bearer token. */
  @Nullable
  String customerInHeaders(HttpServletRequest request) {
    String named = CustomerId.fromHeader(request.getHeader(CustomerId.HEADER));
    String claimName = claim;
    return named != null || claimName == null
        ? named
        : BearerClaims.claim(request.getHeader("Authorization"), claimName);
  }

  @Nullable
  String address(HttpServletRequest request) {
    if (addresses.trustsNobody()) {
      return FieldText.cut(request.getRemoteAddr(), 64);
    }
    return FieldText.cut(
        addresses.of(
            request.getRemoteAddr(), all(request, "X-Forwarded-For"), all(request, "Forwarded")),
        64);
  }

  private static @Nullable String all(HttpServletRequest request, String name) {
    Enumeration<String> values = request.getHeaders(name);
    return values == null || !values.hasMoreElements()
        ? null
        : String.join(",", Collections.list(values));
  }
}
