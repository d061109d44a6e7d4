package com.gt8004.benchmarks.contestant;

import com.gt8004.sdk.Durability;
import com.gt8004.sdk.RequestLogEntry;
import java.io.IOException;
import java.nio.file.Path;

/** What is compared, in the order of the tables. */
public enum Contestant {
  PAGE_CACHE("GT8004 PAGE_CACHE"),
  INTERVAL("GT8004 INTERVAL"),
  SYNC("GT8004 SYNC"),
  /** The same as the first, but each call builds its entry too, which is what an application pays. */
  BUILT("GT8004 PAGE_CACHE, built"),
  /** The main floor: what the same work costs without a queue. */
  FLOOR("FileChannel, same work"),
  CHRONICLE("Chronicle, prebuilt bytes"),
  OTEL("OpenTelemetry batch, in memory"),
  LOGBACK("logback JSON file"),
  LOG4J2("log4j2 async JSON file");

  private final String title;

  Contestant(String title) {
    this.title = title;
  }

  /** What tables call it. */
  public String title() {
    return title;
  }

  /** Opens it on an empty folder that exists. */
  public Subject open(Path folder, RequestLogEntry[] entries) throws IOException {
    return switch (this) {
      case PAGE_CACHE -> new LoggerSubject(folder, entries, Durability.PAGE_CACHE, false);
      case INTERVAL -> new LoggerSubject(folder, entries, Durability.INTERVAL, false);
      case SYNC -> new LoggerSubject(folder, entries, Durability.SYNC, false);
      case BUILT -> new LoggerSubject(folder, entries, Durability.PAGE_CACHE, true);
      case FLOOR -> new FileChannelSubject(folder, entries);
      case CHRONICLE -> new ChronicleSubject(folder, entries);
      case OTEL -> new OtelSubject(entries);
      case LOGBACK -> new LogbackSubject(folder, entries);
      case LOG4J2 -> new Log4jSubject(folder, entries);
    };
  }
}
