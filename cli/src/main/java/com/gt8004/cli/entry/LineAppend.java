package com.gt8004.cli.entry;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.RequestLogEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Appends lines as they come and counts what became of them. Not thread-safe; for one run.
 *
 * <p>A line that is no entry is told and passed over. A queue that takes nothing more ends the run:
 * going on would drop the rest one by one.
 */
public final class LineAppend {
  private final LineFormat lines;
  private final Rejected rejections;
  private long appended;
  private long rejected;
  private @Nullable String stopped;

  /** Told about each line that was not appended. */
  public interface Rejected {
    /**
     * A line was left out.
     *
     * @param lineNumber from 1
     * @param reason for the person whose line it is
     */
    void line(long lineNumber, String reason);
  }

  /** Where entries go. */
  public interface Sink {
    AppendResult log(RequestLogEntry entry);
  }

  public LineAppend(LineFormat lines, Rejected rejections) {
    this.lines = lines;
    this.rejections = rejections;
  }

  public long appended() {
    return appended;
  }

  public long rejected() {
    return rejected;
  }

  /** Why the input was not read to its end, and how to go on; null if it was. */
  public @Nullable String stopped() {
    return stopped;
  }

  /** Reads to the end of the input, or until the queue takes nothing more. */
  public void run(InputStream in, Sink sink, LongConsumer progress) throws IOException {
    LineReader reader = new LineReader(in);
    while (stopped == null && reader.next()) {
      if (reader.blank()) {
        continue;
      }
      if (reader.tooLong()) {
        reject(reader.number(), "longer than " + LineReader.LINE_BYTES_MAX + " bytes");
      } else {
        append(reader, sink);
      }
      progress.accept(appended);
    }
  }

  private void append(LineReader line, Sink sink) {
    RequestLogEntry entry;
    try {
      entry = lines.read(line.bytes(), line.offset(), line.length());
    } catch (EntryLineException e) {
      reject(line.number(), e.reason());
      return;
    }
    AppendResult result = sink.log(entry);
    switch (result) {
      case APPENDED -> appended++;
      case REFUSED_TOO_LARGE ->
        reject(line.number(), "the entry is larger than 1 MiB when encoded");
      default ->
        stopped = String.format(
            Locale.ROOT,
            "the queue takes nothing more at line %d: %s; the %,d entries before are in it. Mend that, then go on with: tail -n +%d FILE | gt8004 append",
            line.number(),
            why(result),
            appended,
            line.number());
    }
  }

  private void reject(long number, String reason) {
    rejected++;
    rejections.line(number, reason);
  }

  private static String why(AppendResult result) {
    return switch (result) {
      case REFUSED_DISK_FULL -> "less disk is free than the reserve (512 MiB)";
      case REFUSED_QUEUE_FULL ->
        "it holds as many bytes as it may (10 GiB); let a shipper drain it";
      case REFUSED_STALLED -> "the disk did not answer for a second";
      case REFUSED_UNUSABLE ->
        "its folder cannot be used (permissions? read-only? see the warning above)";
      default -> result.name().toLowerCase(Locale.ROOT);
    };
  }
}
