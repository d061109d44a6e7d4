package com.gt8004.sdk.capture.x402;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A settled payment, within the limits of an entry. Immutable.
 *
 * @param amount in units of the token; null where the amount or the token's decimals are not known
 * @param txHash transaction on the chain; null where the server named none
 * @param token {@code USDC-base}; for a token that is not known its address; null where none was named
 * @param payer address that paid
 * @param network as the server named it: {@code base}, {@code eip155:8453}
 * @param failure the facilitator's reason; the other values are null then, for nothing was paid
 */
public record Payment(
    @Nullable BigDecimal amount,
    @Nullable String txHash,
    @Nullable String token,
    @Nullable String payer,
    @Nullable String network,
    @Nullable String failure) {

  /** No payment, or none that anybody settled. */
  public static final Payment NONE = new Payment(null, null, null, null, null, null);

  static Payment failed(@Nullable String reason) {
    return reason == null ? NONE : new Payment(null, null, null, null, null, reason);
  }

  /** Whether a settlement was seen, failed ones included. */
  public boolean present() {
    return !equals(NONE);
  }
}
