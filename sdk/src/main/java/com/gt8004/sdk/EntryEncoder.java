package com.gt8004.sdk;

/** Turns an entry into the payload of an envelope. Implementations are thread-safe. */
interface EntryEncoder {
  /**
   * Writes the entry as one UTF-8 JSON object, beginning with a brace and a quote, in the guide's snake-case names,
   * absent fields left out.
   *
   * @return false if it does not fit the buffer's limit; the buffer's content is then undefined
   */
  boolean encode(RequestLogEntry entry, EntryBuffer into);
}
