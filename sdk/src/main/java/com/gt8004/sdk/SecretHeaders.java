package com.gt8004.sdk;

import java.util.Locale;
import java.util.Set;

/** Headers whose values are credentials or signed payments: known by name, never stored. */
public final class SecretHeaders {
  /** Stands where a secret stood. */
  public static final String MASK = "***";

  private static final Set<String> NAMES = Set.of(
      "authorization",
      "proxy-authorization",
      "x-forwarded-authorization",
      "cookie",
      "set-cookie",
      "x-api-key",
      "api-key",
      "apikey",
      "x-auth-token",
      "x-csrf-token",
      "x-xsrf-token",
      "x-amz-security-token",
      "x-payment",
      "x-payment-response",
      "payment-signature",
      "payment-response",
      "payment-required");

  private SecretHeaders() {}

  /** Whether the value of this header must not be stored, whatever the case of its letters. */
  public static boolean isSecret(String headerName) {
    return NAMES.contains(headerName.toLowerCase(Locale.ROOT));
  }
}
