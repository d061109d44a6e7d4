package com.gt8004.analytics.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A key in clear, only between the caller's header and its hash, or once when it is made. */
public final class ApiKey {
  private static final String SCHEME = "gt8004_sk_";
  private static final int RANDOM_BYTES = 32;
  private static final int PREFIX_CHARACTERS = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String text;

  private ApiKey(String text) {
    this.text = text;
  }

  /** A new key of 256 random bits. */
  public static ApiKey random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return new ApiKey(SCHEME + HexFormat.of().formatHex(bytes));
  }

  /** The key somebody sent; any text, for only its hash decides. */
  public static ApiKey of(String text) {
    return new ApiKey(text);
  }

  /** The key itself, to be shown once. */
  public String reveal() {
    return text;
  }

  /** The first characters, by which people name it; worthless for signing in. */
  public String prefix() {
    return text.substring(0, Math.min(text.length(), PREFIX_CHARACTERS));
  }

  /** SHA-256, the form that is stored and looked up. */
  public byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "ApiKey[***]";
  }
}
