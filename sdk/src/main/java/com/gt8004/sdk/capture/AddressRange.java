package com.gt8004.sdk.capture;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Addresses that begin with the same bits. Immutable. Never asks a name server. */
final class AddressRange {
  private static final int CHARACTERS_MAX = 45;

  private final byte[] network;
  private final int bits;

  private AddressRange(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /** The range of an address or a CIDR block.
   *
   * @throws IllegalArgumentException if it is neither */
  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    byte[] network = bytesOf(slash < 0 ? text : text.substring(0, slash));
    int bits = slash < 0 && network != null ? network.length * 8 : bitsOf(text, slash);
    if (network == null || bits < 0 || bits > network.length * 8) {
      throw new IllegalArgumentException("trusted proxy is \"" + text
          + "\"; give an address or a block such as 10.0.0.0/8 or fd00::/8");
    }
    return new AddressRange(network, bits);
  }

  boolean holds(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((address[bit / 8] ^ network[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The bytes of an address in digits; null where the text is anything else. */
  static byte @Nullable [] bytesOf(String text) {
    if (text.isEmpty() || text.length() > CHARACTERS_MAX) {
      return null;
    }
    if (text.indexOf(':') < 0) {
      return fourBytesOf(text);
    }
    // Java takes a text of these characters with a colon as digits or refuses it, and looks nothing
    // up.
    boolean digits =
        text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
    try {
      return digits && text.charAt(0) < 0x80 ? InetAddress.getByName(text).getAddress() : null;
    } catch (UnknownHostException malformed) {
      return null;
    }
  }

  /** {@code 1.2.3.4:80} and {@code [::1]:80} without brackets and port. */
  static String withoutPort(String text) {
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      return close < 0 ? "" : text.substring(1, close);
    }
    int colon = text.indexOf(':');
    return colon >= 0 && text.indexOf(':', colon + 1) < 0 ? text.substring(0, colon) : text;
  }

  private static byte @Nullable [] fourBytesOf(String text) {
    byte[] bytes = new byte[4];
    int part = 0;
    int value = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c == '.') {
        if (value < 0 || part == 4) {
          return null;
        }
        bytes[part++] = (byte) value;
        value = -1;
      } else {
        value = c >= '0' && c <= '9' ? Math.max(value, 0) * 10 + (c - '0') : 256;
        if (value > 255) {
          return null;
        }
      }
    }
    return part == 4 ? bytes : null;
  }

  private static int bitsOf(String text, int slash) {
    try {
      return Integer.parseInt(text.substring(slash + 1));
    } catch (NumberFormatException noNumber) {
      return -1;
    }
  }
}
