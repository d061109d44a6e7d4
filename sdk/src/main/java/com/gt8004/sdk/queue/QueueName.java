package com.gt8004.sdk.queue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The folder name of an agent's queue. Distinct agents get distinct names. */
final class QueueName {
  /** File systems allow 255 bytes; this leaves room for what tools put before and after. */
  private static final int NAME_BYTES_MAX = 200;

  private static final int PREFIX_BYTES = 150;
  private static final int DIGEST_CHARACTERS = 16;

  private QueueName() {}

  /**
   * The agent id, with every byte outside {@code [A-Za-z0-9._-]} and a leading dot percent-encoded;
   * above 200 bytes its first 150, a hyphen and 16 hexadecimal digits of its SHA-256.
   */
  static String of(String agentId) {
    if (agentId.isEmpty()) {
      throw new IllegalArgumentException("agent id is empty");
    }
    StringBuilder name = new StringBuilder();
    for (byte b : agentId.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain = isPlain(c) && !(c == '.' && name.isEmpty());
      name.append(
          plain ? String.valueOf(c) : "%" + HexFormat.of().withUpperCase().toHexDigits(b));
    }
    if (name.length() <= NAME_BYTES_MAX) {
      return name.toString();
    }
    return name.substring(0, PREFIX_BYTES) + "-" + sha256(agentId).substring(0, DIGEST_CHARACTERS);
  }

  /** The one agent id whose name this is; null if it cannot be told. */
  static @Nullable String decode(String name) {
    if (name.length() == PREFIX_BYTES + 1 + DIGEST_CHARACTERS) {
      return null; // as long as a shortened one
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    while (at < name.length()) {
      boolean encoded = name.startsWith("%", at) && name.length() > at + 2;
      try {
        bytes.write(encoded ? HexFormat.fromHexDigits(name, at + 1, at + 3) : name.charAt(at));
      } catch (IllegalArgumentException notEncoded) {
        return null;
      }
      at += encoded ? 3 : 1;
    }
    String agentId = bytes.toString(StandardCharsets.UTF_8);
    return !agentId.isEmpty() && of(agentId).equals(name) ? agentId : null;
  }

  private static boolean isPlain(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
