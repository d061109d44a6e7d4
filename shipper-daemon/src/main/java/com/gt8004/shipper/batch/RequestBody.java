package com.gt8004.shipper.batch;

import java.io.IOException;
import java.io.OutputStream;

/** The JSON body of one ingest request: a {@link Batch} of a journal, or a {@link Ping}. Immutable. */
public interface RequestBody {
  /** Name of the request, for logs; never for deduplication. */
  String id();

  /** Entries in the body, at least 1. */
  int count();

  /** Length of the whole body in bytes. */
  long length();

  /** Writes the whole body, any number of times. */
  void writeTo(OutputStream out) throws IOException;

  /** What it is written in. */
  default Dialect dialect() {
    return Dialect.STANDARD;
  }

  /** Place of the entry with this id in the body, from 0; -1 if it is not in there. */
  int indexOf(String entryId);
}
