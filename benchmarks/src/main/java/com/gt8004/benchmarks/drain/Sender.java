package com.gt8004.benchmarks.drain;

/** Who sends to the sink. */
public enum Sender {
  SHIPPER("GT8004 shipper"),
  /** The main floor: what posting costs when there is nothing to read, build or settle. */
  CLIENT("HttpClient, prebuilt bodies"),
  /** What the sink can take. */
  SOCKET("bare sockets, prebuilt bodies");

  private final String title;

  Sender(String title) {
    this.title = title;
  }

  /** What tables call it. */
  public String title() {
    return title;
  }
}
