package com.gt8004.sdk.capture.x402;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Joins what the server settled with what the client had offered. What the server says comes first;
 * the client's claim fills in only what a settlement leaves out, and only beside a success.
 */
final class Settlement {
  private static final int NAME_CHARACTERS_MAX = 128;
  private static final int TOKEN_CHARACTERS_MAX = 64;

  /** CAIP-2 allows 8 and 32 characters around a colon; Solana's is 39 long. */
  private static final int NETWORK_CHARACTERS_MAX = 41;

  /** 2^256 has 78 digits. */
  private static final int DIGITS_MAX = 78;

  /** Entries take 20 digits before the point and 18 after it. */
  private static final int INTEGER_DIGITS_MAX = 20;

  private Settlement() {}

  /** The payment; {@link Payment#NONE} where the settlement is none. Either node may be missing. */
  static Payment read(JsonNode settlement, JsonNode offer) {
    JsonNode success = settlement.path("success");
    if (!success.isBoolean()) {
      return Payment.NONE;
    }
    if (!success.booleanValue()) {
      return Payment.failed(PaymentJson.word(settlement.path("errorReason"), NAME_CHARACTERS_MAX));
    }
    JsonNode accepted = offer.path("accepted");
    JsonNode signed = signed(offer.path("payload"));
    String network = PaymentJson.word(
        first(settlement.path("network"), accepted.path("network"), offer.path("network")),
        NETWORK_CHARACTERS_MAX);
    String address = PaymentJson.word(
        first(
            settlement.path("requirements").path("asset"),
            accepted.path("asset"),
            signed.path("permitted").path("token")),
        TOKEN_CHARACTERS_MAX);
    Asset asset = asset(network, address, offer);
    return new Payment(
        amount(atomicUnits(settlement, offer, accepted, signed), asset),
        PaymentJson.word(settlement.path("transaction"), NAME_CHARACTERS_MAX),
        token(asset, address, network),
        PaymentJson.word(first(settlement.path("payer"), signed.path("from")), NAME_CHARACTERS_MAX),
        network,
        null);
  }

  /** What the client signed: an EIP-3009 authorization or a Permit2 one. Solana's is opaque. */
  private static JsonNode signed(JsonNode payload) {
    JsonNode authorization = payload.path("authorization");
    return authorization.isObject() ? authorization : payload.path("permit2Authorization");
  }

  /** Version 1 names no asset: it is the network's own dollar. */
  private static @Nullable Asset asset(
      @Nullable String network, @Nullable String address, JsonNode offer) {
    if (network == null) {
      return null;
    }
    if (address != null) {
      return Asset.at(network, address);
    }
    return offer.path("accepted").isObject() ? null : Asset.defaultOf(network);
  }

  private static @Nullable BigInteger atomicUnits(
      JsonNode settlement, JsonNode offer, JsonNode accepted, JsonNode signed) {
    JsonNode settled =
        first(settlement.path("amount"), settlement.path("requirements").path("amount"));
    if (!settled.isMissingNode()) {
      return integer(settled);
    }
    JsonNode scheme = first(accepted.path("scheme"), offer.path("scheme"));
    // Of other schemes, such as "upto", an offer tells the most that might have been paid.
    return "exact".equals(scheme.asText())
        ? integer(first(
            accepted.path("amount"),
            signed.path("value"),
            signed.path("permitted").path("amount")))
        : null;
  }

  private static @Nullable BigInteger integer(JsonNode node) {
    String digits = node.isTextual() || node.isIntegralNumber() ? node.asText() : "";
    boolean isInteger = !digits.isEmpty()
        && digits.length() <= DIGITS_MAX
        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return isInteger ? new BigInteger(digits) : null;
  }

  private static @Nullable BigDecimal amount(
      @Nullable BigInteger atomicUnits, @Nullable Asset asset) {
    if (atomicUnits == null || asset == null) {
      return null;
    }
    BigDecimal amount = new BigDecimal(atomicUnits, asset.decimals()).stripTrailingZeros();
    BigDecimal plain = amount.scale() < 0 ? amount.setScale(0) : amount;
    return plain.precision() - plain.scale() > INTEGER_DIGITS_MAX ? null : plain;
  }

  private static @Nullable String token(
      @Nullable Asset asset, @Nullable String address, @Nullable String network) {
    String name = asset != null ? asset.symbol() : address;
    if (name == null || network == null) {
      return name;
    }
    String full = name + "-" + network;
    return full.length() <= TOKEN_CHARACTERS_MAX ? full : name;
  }

  /** The first that is there: not missing, not null, not an empty text. */
  private static JsonNode first(JsonNode... candidates) {
    for (JsonNode candidate : candidates) {
      boolean empty = candidate.isTextual() && candidate.textValue().isEmpty();
      if (!candidate.isMissingNode() && !candidate.isNull() && !empty) {
        return candidate;
      }
    }
    return MissingNode.getInstance();
  }
}
