package com.gt8004.sdk.capture;

import org.jspecify.annotations.Nullable;

/** Who asked. */
public final class CustomerId {
  /** The header by which a client, or a gateway before the agent, names the customer. */
  public static final String HEADER = "X-Customer-ID";

  private static final int CHARACTERS_MAX = 128;

  private CustomerId() {}

  /** The customer of that header's value, cut to 128 characters; null where it is absent or blank. */
  public static @Nullable String fromHeader(@Nullable String value) {
    return FieldText.cut(value, CHARACTERS_MAX);
  }
}
