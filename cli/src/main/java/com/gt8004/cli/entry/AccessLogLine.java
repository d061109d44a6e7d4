package com.gt8004.cli.entry;

import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.RequestLogEntryBuilder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line of an access log into an entry: Common Log Format, or Combined, which has referer and
 * user agent as well. Query strings are left out, as the filter of the SDK does: they may hold secrets.
 * Every fault is an {@link EntryLineException} that says what was expected where.
 */
final class AccessLogLine {
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]{2,45}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH);
  private static final Pattern REQUEST = Pattern.compile("(\\S{1,32}) (\\S+)(?: HTTP/[0-9.]+)?");
  private static final Pattern LAST_NUMBER = Pattern.compile(".* ([0-9]{1,12}(?:\\.[0-9]{1,9})?)");
  private static final int TEXT_MAX = 1_024;

  private final @Nullable DurationUnit lastNumber;

  /**
   * A reader of lines.
   *
   * @param lastNumber unit of the response time at the end of each line; null if none stands there
   */
  AccessLogLine(@Nullable DurationUnit lastNumber) {
    this.lastNumber = lastNumber;
  }

  /** The entry that a line holds. */
  RequestLogEntry read(byte[] bytes, int offset, int length) throws EntryLineException {
    String line = new String(bytes, offset, length, StandardCharsets.UTF_8).strip();
    Cursor cursor = new Cursor(line);
    String host = cursor.word("a host");
    cursor.word("the identity, or -");
    String user = cursor.word("the user, or -");
    String time = cursor.between('[', ']', "a time in brackets");
    String request = cursor.quoted("the request in quotes");
    String status = cursor.word("a status");
    String bytesSent = cursor.word("the bytes sent, or -");
    String referer = cursor.atQuote() ? cursor.quoted("the referer in quotes") : "-";
    String agent = cursor.atQuote() ? cursor.quoted("the user agent in quotes") : "-";
    RequestLogEntryBuilder entry = RequestLogEntry.builder();
    try {
      request(request, entry);
      entry
          .statusCode((int) wholeNumber("status", status, Integer.MAX_VALUE))
          .timestamp(OffsetDateTime.parse(time, TIME).toInstant());
      entry.responseMs(lastNumber == null ? 0 : millis(line, lastNumber));
      entry.customerId(present(user)).userAgent(present(agent));
      entry.referer(present(withoutQuery(referer))).protocol("http").source("access_log");
      entry.ipAddress(ADDRESS.matcher(host).matches() ? host : null);
      if (!bytesSent.equals("-")) {
        entry.responseBodySize(wholeNumber("bytes sent", bytesSent, Long.MAX_VALUE));
      }
      return entry.build();
    } catch (DateTimeException e) {
      throw new EntryLineException("the time is \"" + SafeText.of(shortened(time))
          + "\", expected one such as 22/Nov/2026:09:00:00 +0000");
    } catch (IllegalArgumentException e) {
      throw new EntryLineException(EntryField.snakeCase(String.valueOf(e.getMessage())));
    }
  }

  private static void request(String request, RequestLogEntryBuilder entry)
      throws EntryLineException {
    Matcher parts = REQUEST.matcher(request);
    if (!parts.matches()) {
      throw new EntryLineException("the request is \"" + SafeText.of(shortened(request))
          + "\", expected one such as GET /chat HTTP/1.1");
    }
    entry.method(parts.group(1)).path(withoutQuery(parts.group(2)));
  }

  private static String withoutQuery(String url) {
    int query = url.indexOf('?');
    return query <= 0 ? url : url.substring(0, query);
  }

  private static double millis(String line, DurationUnit unit) throws EntryLineException {
    Matcher last = LAST_NUMBER.matcher(line);
    if (!last.matches()) {
      throw new EntryLineException("no response time at the end of the line");
    }
    return Double.parseDouble(last.group(1)) * unit.millis();
  }

  private static long wholeNumber(String what, String text, long max) throws EntryLineException {
    try {
      long number = Long.parseLong(text);
      if (number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new EntryLineException(
        "the " + what + " is \"" + SafeText.of(shortened(text)) + "\", expected a whole number");
  }

  private static @Nullable String present(String text) {
    return text.equals("-") || text.isEmpty()
        ? null
        : text.substring(0, Math.min(text.length(), TEXT_MAX));
  }

  /** Without what may be a query. */
  private static String shortened(String whole) {
    int query = whole.indexOf('?');
    String text = query < 0 ? whole : whole.substring(0, query + 1) + "…";
    return text.length() <= 64 ? text : text.substring(0, 64) + "…";
  }

  /** Where in the line. */
  private static final class Cursor {
    private final String line;
    private int at;

    Cursor(String line) {
      this.line = line;
    }

    String word(String expected) throws EntryLineException {
      spaces();
      int end = at;
      while (end < line.length() && line.charAt(end) != ' ') {
        end++;
      }
      return take(end, end, expected);
    }

    String between(char open, char close, String expected) throws EntryLineException {
      spaces();
      int end = line.indexOf(close, at);
      if (at >= line.length() || line.charAt(at) != open || end < 0) {
        throw missing(expected);
      }
      at++;
      return take(end, end + 1, expected);
    }

    boolean atQuote() {
      spaces();
      return at < line.length() && line.charAt(at) == '"';
    }

    /** A quote within is escaped; the escapes stay as they are. */
    String quoted(String expected) throws EntryLineException {
      if (!atQuote()) {
        throw missing(expected);
      }
      int end = ++at;
      while (end < line.length() && line.charAt(end) != '"') {
        end += line.charAt(end) == '\\' ? 2 : 1;
      }
      if (end >= line.length()) {
        throw missing("a quote that ends " + expected);
      }
      return take(end, end + 1, expected);
    }

    private String take(int end, int next, String expected) throws EntryLineException {
      if (end == at && next == end) {
        throw missing(expected);
      }
      String taken = line.substring(at, end);
      at = next;
      return taken;
    }

    private void spaces() {
      while (at < line.length() && line.charAt(at) == ' ') {
        at++;
      }
    }

    private EntryLineException missing(String expected) {
      return new EntryLineException(
          "no access-log line: expected " + expected + " at column " + (at + 1));
    }
  }
}
