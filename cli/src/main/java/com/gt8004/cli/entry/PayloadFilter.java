package com.gt8004.cli.entry;

/** Chooses entries by what is in them. */
public interface PayloadFilter {
  /** Whether the entry with this payload, one JSON object in UTF-8, is wanted. */
  boolean test(byte[] payload);
}
