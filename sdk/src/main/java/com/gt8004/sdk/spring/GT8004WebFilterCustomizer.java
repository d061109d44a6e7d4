package com.gt8004.sdk.spring;

import com.gt8004.sdk.exchange.ExchangeCapture;

/** As {@link GT8004FilterCustomizer}, for applications on WebFlux. */
@FunctionalInterface
public interface GT8004WebFilterCustomizer {
  /** Called once, before the filter is built, with what the properties say already set. */
  void customize(ExchangeCapture.Builder builder);
}
