package com.gt8004.sdk.servlet.shape;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import org.jspecify.annotations.Nullable;

/** A servlet container on a port of the loopback interface. */
interface Container extends AutoCloseable {
  int port();

  @Override
  void close() throws Exception;

  /** Starts one with this servlet at all paths, behind this filter in all dispatches where there is one. */
  @FunctionalInterface
  interface Starter {
    Container start(Servlet servlet, @Nullable Filter filter) throws Exception;
  }
}
