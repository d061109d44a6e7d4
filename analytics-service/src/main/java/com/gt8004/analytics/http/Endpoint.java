package com.gt8004.analytics.http;

/** What answers the requests of a route. Called by many threads at once; may block. */
@FunctionalInterface
public interface Endpoint {
  /** The answer. What it throws becomes a 500 and a line in the log, for it is a bug. */
  Reply answer(Call call) throws Exception;
}
