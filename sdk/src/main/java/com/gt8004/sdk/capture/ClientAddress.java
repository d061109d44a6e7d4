package com.gt8004.sdk.capture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client's address behind trusted proxies. Each proxy adds the address that it was called
 * from at the right of {@code X-Forwarded-For} or {@code Forwarded}; they are read from the right as long
 * as the next one is trusted, so that what a client wrote there itself is never believed. Immutable.
 */
public final class ClientAddress {
  private final List<AddressRange> trusted = new ArrayList<>();

  /**
   * Trusts proxies in these ranges.
   *
   * @param ranges addresses or CIDR blocks, such as {@code 10.0.0.0/8} or {@code fd00::/8}; none: the
   *     connection's address is the client's
   * @throws IllegalArgumentException if one is neither, naming it
   */
  public ClientAddress(Collection<String> ranges) {
    ranges.forEach(range -> trusted.add(AddressRange.parse(range)));
  }

  /** Whether no proxy is trusted, so that what headers say plays no part. */
  public boolean trustsNobody() {
    return trusted.isEmpty();
  }

  /**
   * The client's address.
   *
   * @param connected address of whoever is connected
   * @param forwardedFor all values of {@code X-Forwarded-For}, joined by commas; null where it is absent
   * @param forwarded all values of {@code Forwarded}, likewise
   */
  public @Nullable String of(
      @Nullable String connected, @Nullable String forwardedFor, @Nullable String forwarded) {
    if (connected == null || !isTrusted(connected)) {
      return connected;
    }
    if (forwardedFor == null) {
      return forwarded == null ? connected : behind(connected, forwarded, true);
    }
    String client = behind(connected, forwardedFor, false);
    // The proxies keep one of the two headers; the other may be the client's own invention.
    boolean agree = forwarded == null || client.equals(behind(connected, forwarded, true));
    return agree ? client : connected;
  }

  private String behind(String connected, String hops, boolean named) {
    String nearest = connected;
    int end = hops.length();
    while (end > 0) {
      int comma = hops.lastIndexOf(',', end - 1);
      String hop = hops.substring(comma + 1, end).strip();
      String address = AddressRange.withoutPort(named ? forOf(hop) : hop);
      if (AddressRange.bytesOf(address) == null) {
        return nearest; // "unknown", a name, or nonsense
      }
      nearest = address;
      if (!isTrusted(address)) {
        return nearest;
      }
      end = comma;
    }
    return nearest;
  }

  private boolean isTrusted(String address) {
    byte[] bytes = trusted.isEmpty() ? null : AddressRange.bytesOf(address);
    return bytes != null && trusted.stream().anyMatch(range -> range.holds(bytes));
  }

  /** The value of {@code for=} in one element of a Forwarded header, without its quotes. */
  private static String forOf(String element) {
    for (String pair : element.split(";", -1)) {
      String text = pair.strip();
      if (text.regionMatches(true, 0, "for=", 0, 4)) {
        return text.substring(4).replace("\"", "").strip();
      }
    }
    return "";
  }
}
