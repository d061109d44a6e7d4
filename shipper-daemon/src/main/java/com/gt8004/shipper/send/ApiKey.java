package com.gt8004.shipper.send;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/** A credential that never prints itself. Immutable. */
public final class ApiKey {
  /** Far above any known key (74 characters); bounds what a wrong file can put into a header. */
  static final int LENGTH_MAX = 512;

  private final String value;

  private ApiKey(String value) {
    this.value = value;
  }

  /** The key in {@code text} without the white space around it; null where none can be read in it. */
  public static @Nullable ApiKey parse(String text) {
    String value = text.strip();
    boolean sendable = !value.isEmpty()
        && value.length() <= LENGTH_MAX
        && value.chars().allMatch(c -> c > ' ' && c < 0x7f);
    return sendable ? new ApiKey(value) : null;
  }

  /** The header that shows it. The HTTP library logs headers at DEBUG, as they print themselves. */
  Header header() {
    return new BasicHeader(HttpHeaders.AUTHORIZATION, "Bearer " + value, true) {
      private static final long serialVersionUID = 1L;

      @Override
      public String toString() {
        return getName() + ": ***";
      }
    };
  }

  /** The value of {@code Authorization}, for a client that does not log it. */
  public String bearer() {
    return "Bearer " + value;
  }

  /** {@code text} with every occurrence of the key hidden. */
  String maskIn(String text) {
    return text.replace(value, "***");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ApiKey key && key.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
