package com.gt8004.cli.entry;

import com.gt8004.sdk.RequestLogEntry;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns a line into an entry. */
public interface LineFormat {
  /** The entry that a line holds; a line end within does not harm. */
  RequestLogEntry read(byte[] utf8, int offset, int length) throws EntryLineException;

  /** One JSON object per line; see {@link EntryLine}. */
  static LineFormat ndjson(boolean ignoreUnknown) {
    return new EntryLine(ignoreUnknown);
  }

  /**
   * Access logs, Common or Combined.
   *
   * @param lastNumber unit of the response time at the end of each line; null if none stands there
   */
  static LineFormat accessLog(@Nullable DurationUnit lastNumber) {
    AccessLogLine lines = new AccessLogLine(lastNumber);
    return lines::read;
  }

  /** Either, line by line: what begins with a brace is JSON. */
  static LineFormat either(boolean ignoreUnknown, @Nullable DurationUnit lastNumber) {
    EntryLine json = new EntryLine(ignoreUnknown);
    AccessLogLine accessLog = new AccessLogLine(lastNumber);
    return (bytes, offset, length) -> {
      int first = offset;
      while (first < offset + length && bytes[first] <= ' ' && bytes[first] >= 0) {
        first++;
      }
      if (bytes[first] == '{') {
        return json.read(bytes, offset, length);
      }
      try {
        return accessLog.read(bytes, offset, length);
      } catch (EntryLineException e) {
        throw new EntryLineException("not JSON: it does not begin with a brace; and "
            + e.reason().substring(0, 1).toLowerCase(Locale.ROOT) + e.reason().substring(1));
      }
    };
  }
}
