package com.gt8004.sdk.capture;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.RequestLogEntry;

/** Where a middleware puts its entries: {@code logger::log} in an application, a list in a test. */
@FunctionalInterface
public interface EntrySink {
  /** Takes one entry and says what became of it. Called from any thread; does not throw. */
  AppendResult log(RequestLogEntry entry);
}
