package com.gt8004.sdk.spring;

import com.gt8004.sdk.servlet.GT8004Filter;

/** A bean of this type sets what has no property: masking functions, resolvers, listeners. */
@FunctionalInterface
public interface GT8004FilterCustomizer {
  /** Called once, before the filter is built, with what the properties say already set. */
  void customize(GT8004Filter.Builder builder);
}
