package com.gt8004.shipper;

/** Which entries somebody wants. Thread-safe. */
@FunctionalInterface
public interface EntryFilter {
  /** Every entry. */
  EntryFilter ALL = (bytes, offset, length) -> true;

  /** Whether the payload, one JSON object of {@code length} bytes from {@code offset}, is wanted. */
  boolean wants(byte[] bytes, int offset, int length);
}
