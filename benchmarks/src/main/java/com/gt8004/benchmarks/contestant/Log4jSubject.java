package com.gt8004.benchmarks.contestant;

import com.gt8004.sdk.RequestLogEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;
import org.apache.logging.log4j.message.MapMessage;

/**
 * log4j2 with all loggers asynchronous (disruptor), as its manual advises: a RandomAccessFile appender
 * that flushes when its ring buffer is empty, and JsonTemplateLayout. A call returns before anything is
 * encoded; a crash loses what is in the ring buffer.
 */
final class Log4jSubject implements Subject {
  private static final long STOP_SECONDS_MAX = 60;
  private static final String TEMPLATE = """
      {"@timestamp": {"$resolver": "timestamp"},
       "level": {"$resolver": "level", "field": "name"},
       "logger": {"$resolver": "logger", "field": "name"},
       "request": {"$resolver": "map", "flatten": false}}""";

  private final Path folder;
  private final Path file;
  private final MapMessage<?, ?>[] messages;
  private final LoggerContext context;
  private final Logger logger;

  Log4jSubject(Path folder, RequestLogEntry[] entries) {
    this.folder = folder;
    this.file = folder.resolve("log4j2.json");
    this.messages = new MapMessage<?, ?>[entries.length];
    for (int i = 0; i < entries.length; i++) {
      messages[i] = new MapMessage<>(EntryFields.of(entries[i]));
    }
    this.context = new AsyncLoggerContext("benchmark");
    context.start(configuration(file));
    this.logger = context.getLogger("benchmark");
  }

  private static BuiltConfiguration configuration(Path file) {
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    builder.setStatusLevel(Level.ERROR);
    builder.add(builder
        .newAppender("file", "RandomAccessFile")
        .addAttribute("fileName", file.toString())
        .addAttribute("immediateFlush", false)
        .add(builder.newLayout("JsonTemplateLayout").addAttribute("eventTemplate", TEMPLATE)));
    builder.add(builder.newRootLogger(Level.INFO).add(builder.newAppenderRef("file")));
    return builder.build(false);
  }

  @Override
  public Caller newCaller() {
    return entry -> logger.info(messages[entry]);
  }

  @Override
  public void finish() throws IOException {
    if (!context.stop(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new IOException("log4j2 did not stop in " + STOP_SECONDS_MAX + " s");
    }
    Folders.forceFiles(folder);
  }

  @Override
  public long kept() throws IOException {
    return Folders.lines(file);
  }
}
