package com.gt8004.benchmarks.contestant;

import com.gt8004.sdk.RequestLogEntry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * OpenTelemetry's batch processor with its defaults (queue of 2048, batches of 512, 1 s) before an
 * exporter that only counts. Nothing is encoded and nothing reaches a disk; what does not fit its queue
 * is dropped.
 */
final class OtelSubject implements Subject {
  private static final long FINISH_SECONDS_MAX = 60;

  private final Attributes[] attributes;
  private final Counter exported = new Counter();
  private final SdkLoggerProvider provider;
  private final Logger logger;

  OtelSubject(RequestLogEntry[] entries) {
    this.attributes = new Attributes[entries.length];
    for (int i = 0; i < entries.length; i++) {
      attributes[i] = attributesOf(entries[i]);
    }
    this.provider = SdkLoggerProvider.builder()
        .addLogRecordProcessor(BatchLogRecordProcessor.builder(exported).build())
        .build();
    this.logger = provider.get("benchmark");
  }

  private static Attributes attributesOf(RequestLogEntry entry) {
    AttributesBuilder attributes = Attributes.builder();
    EntryFields.of(entry).forEach((name, value) -> {
      if (value instanceof Integer number) {
        attributes.put(name, number.longValue());
      } else if (value instanceof Double number) {
        attributes.put(name, number);
      } else {
        attributes.put(name, value.toString());
      }
    });
    return attributes.build();
  }

  @Override
  public Caller newCaller() {
    return entry -> logger
        .logRecordBuilder()
        .setSeverity(Severity.INFO)
        .setBody("request")
        .setAllAttributes(attributes[entry])
        .emit();
  }

  @Override
  public void finish() throws IOException {
    CompletableResultCode done = provider.shutdown().join(FINISH_SECONDS_MAX, TimeUnit.SECONDS);
    if (!done.isSuccess()) {
      throw new IOException("OpenTelemetry did not shut down in " + FINISH_SECONDS_MAX + " s");
    }
  }

  @Override
  public long kept() {
    return exported.count.sum();
  }

  private static final class Counter implements LogRecordExporter {
    private final LongAdder count = new LongAdder();

    @Override
    public CompletableResultCode export(Collection<LogRecordData> records) {
      count.add(records.size());
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
