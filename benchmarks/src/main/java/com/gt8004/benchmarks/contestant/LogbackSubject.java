package com.gt8004.benchmarks.contestant;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.FileAppender;
import com.gt8004.sdk.RequestLogEntry;
import java.io.IOException;
import java.nio.file.Path;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.marker.Markers;
import org.slf4j.Marker;

/**
 * logback's file appender with logstash-logback-encoder, both with their defaults: each call encodes and
 * flushes to the file. The fields come as a prepared marker.
 */
final class LogbackSubject implements Subject {
  private final Path folder;
  private final Path file;
  private final Marker[] fields;
  private final LoggerContext context = new LoggerContext();
  private final Logger logger;

  LogbackSubject(Path folder, RequestLogEntry[] entries) {
    this.folder = folder;
    this.file = folder.resolve("logback.json");
    this.fields = new Marker[entries.length];
    for (int i = 0; i < entries.length; i++) {
      fields[i] = Markers.appendEntries(EntryFields.of(entries[i]));
    }
    context.setMDCAdapter(new LogbackMDCAdapter());
    LogstashEncoder encoder = new LogstashEncoder();
    encoder.setContext(context);
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(encoder);
    appender.start();
    context.start();
    this.logger = context.getLogger("benchmark");
    logger.setLevel(Level.INFO);
    logger.addAppender(appender);
  }

  @Override
  public Caller newCaller() {
    return entry -> logger.info(fields[entry], "request");
  }

  @Override
  public void finish() throws IOException {
    context.stop();
    Folders.forceFiles(folder);
  }

  @Override
  public long kept() throws IOException {
    return Folders.lines(file);
  }
}
