package com.gt8004.benchmarks.contestant;

import com.gt8004.sdk.Durability;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import java.io.IOException;
import java.nio.file.Path;

/** This product's logger with its defaults, encoding included. */
final class LoggerSubject implements Subject {
  private final GT8004Logger logger;
  private final RequestLogEntry[] entries;
  private final boolean building;

  /** @param building whether each call builds its entry anew */
  LoggerSubject(Path folder, RequestLogEntry[] entries, Durability durability, boolean building) {
    this.entries = entries;
    this.building = building;
    this.logger = GT8004Logger.builder()
        .agentId("benchmark")
        .queueRoot(folder)
        .durability(durability)
        .build();
  }

  @Override
  public Caller newCaller() {
    GT8004Logger target = logger;
    RequestLogEntry[] prepared = entries;
    return building
        ? entry -> target.log(SampleEntries.rebuilt(prepared[entry]))
        : entry -> target.log(prepared[entry]);
  }

  @Override
  public void finish() throws IOException {
    boolean forced = logger.sync();
    logger.close();
    if (!forced) {
      throw new IOException("the logger could not force its queue: see its log");
    }
  }

  @Override
  public long kept() {
    return logger.stats().appended();
  }
}
