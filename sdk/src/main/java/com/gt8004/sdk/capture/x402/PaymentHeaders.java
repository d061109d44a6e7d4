package com.gt8004.sdk.capture.x402;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The payment headers of one exchange, held until it ends and then read. They hold signed
 * authorizations: nothing of them leaves but the {@link Payment}. One thread at a time sets response
 * headers; {@link #payment} may be called from another one afterwards.
 */
public final class PaymentHeaders {
  private static final String REQUEST_V2 = "PAYMENT-SIGNATURE";
  private static final String REQUEST_V1 = "X-PAYMENT";
  private static final String RESPONSE_V2 = "PAYMENT-RESPONSE";
  private static final String RESPONSE_V1 = "X-PAYMENT-RESPONSE";

  private final @Nullable String requestV2;
  private final @Nullable String requestV1;
  private volatile @Nullable String responseV2;
  private volatile @Nullable String responseV1;

  /** Takes the two request headers from where headers are looked up by name. */
  public PaymentHeaders(UnaryOperator<@Nullable String> requestHeader) {
    requestV2 = requestHeader.apply(REQUEST_V2);
    requestV1 = requestHeader.apply(REQUEST_V1);
  }

  /**
   * A payment filter set this response header, perhaps too late for the client to see it: the payment
   * was settled all the same.
   */
  public void settled(String name, @Nullable String value) {
    if (RESPONSE_V2.equalsIgnoreCase(name)) {
      responseV2 = value;
    } else if (RESPONSE_V1.equalsIgnoreCase(name)) {
      responseV1 = value;
    }
  }

  /**
   * What was paid; {@link Payment#NONE} where nothing was settled. A settlement is read together with
   * the request header of its own version, so that a client which sends both cannot have the amount of
   * one booked with the hash of the other. Never throws.
   */
  public Payment payment() {
    Payment modern = payment(responseV2, requestV2 != null ? requestV2 : requestV1);
    if (modern.present()) {
      return modern;
    }
    return payment(responseV1, requestV1 != null ? requestV1 : requestV2);
  }

  private static Payment payment(@Nullable String response, @Nullable String request) {
    return response == null
        ? Payment.NONE
        : Settlement.read(PaymentJson.ofHeader(response), PaymentJson.ofHeader(request));
  }
}
