package com.gt8004.analytics.http;

/** What feeds a stream of events. */
@FunctionalInterface
public interface EventSource {
  /** Takes the stream, which is open now, and returns at once. */
  void open(EventStream stream);
}
