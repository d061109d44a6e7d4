package com.gt8004.sdk;

import java.nio.file.Path;
import java.time.Duration;

/** Appends request log entries to the local queue. (The class as it will be used; its body lands next.) */
public final class GT8004Logger implements AutoCloseable {
  private GT8004Logger() {}

  public static Builder builder() { return new Builder(); }
  public static GT8004Logger fromEnvironment() { return builder().build(); }
  public AppendResult log(RequestLogEntry entry) { throw new UnsupportedOperationException(); }
  public AppendResult log(RequestLogEntry entry, Durability durability) { throw new UnsupportedOperationException(); }
  public boolean flush(Duration timeout) { throw new UnsupportedOperationException(); }
  public boolean sync() { throw new UnsupportedOperationException(); }
  @Override public void close() {}

  public static final class Builder {
    public Builder agentId(String agentId) { return this; }
    public Builder queueRoot(Path queueRoot) { return this; }
    public Builder durability(Durability durability) { return this; }
    public GT8004Logger build() { return new GT8004Logger(); }
  }
}
