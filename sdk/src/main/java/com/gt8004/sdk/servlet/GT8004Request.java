package com.gt8004.sdk.servlet;

import com.gt8004.sdk.capture.FieldText;
import jakarta.servlet.ServletRequest;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a handler knows about its own request and the filter cannot: set here, it goes into the entry.
 *
 * <pre>
 * GT8004Request.current(request).customerId("customer-123").x402Amount(new BigDecimal("0.05"));
 * </pre>
 *
 * <p>Each set value wins over what the filter would find; null takes it back. Thread-safe, from any
 * thread until the response has ended; what is set later has no effect. Never throws: identifiers are
 * cut to the entry's limits, a payment value that no entry may hold is left out and counted as a
 * capture failure.
 */
public final class GT8004Request {
  /** Name of the request attribute that holds the object, for code that has the request alone. */
  public static final String ATTRIBUTE = "com.gt8004.sdk.servlet.GT8004Request";

  private static final int NAME_CHARACTERS_MAX = 128;
  private static final ThreadLocal<@Nullable GT8004Request> CURRENT = new ThreadLocal<>();

  private volatile @Nullable String customerId;
  private volatile @Nullable String toolName;
  private volatile @Nullable String errorType;
  private volatile @Nullable BigDecimal x402Amount;
  private volatile @Nullable String x402TxHash;
  private volatile @Nullable String x402Token;
  private volatile @Nullable String x402Payer;
  private volatile boolean skipped;
  private volatile boolean stream;
  private volatile @Nullable Exchange exchange;

  GT8004Request() {}

  /**
   * The object of this request. Where the filter does not log it (an excluded path, no filter) it is
   * one that nobody reads, so that handlers need not ask.
   */
  public static GT8004Request current(ServletRequest request) {
    GT8004Request present = find(request);
    return present != null ? present : new GT8004Request();
  }

  /**
   * The object of the request that this thread is handling: from where it entered the filter to where
   * it leaves it, in later dispatches of an asynchronous request where the filter is mapped to {@code
   * ASYNC}. On other threads, and where nothing is logged, it is one that nobody reads: take the
   * object on the request's thread, then use it on any.
   */
  public static GT8004Request current() {
    GT8004Request present = CURRENT.get();
    return present != null ? present : new GT8004Request();
  }

  /** This thread handles that request now; gives back what it handled before. */
  static @Nullable GT8004Request enter(GT8004Request request) {
    GT8004Request before = CURRENT.get();
    CURRENT.set(request);
    return before;
  }

  static void leave(@Nullable GT8004Request before) {
    if (before == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(before);
    }
  }

  static @Nullable GT8004Request find(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof GT8004Request present ? present : null;
  }

  void belongsTo(Exchange owner) {
    exchange = owner;
  }

  /** The handler of a later dispatch of this request threw this. */
  void failed(Throwable failure) {
    Exchange owner = exchange;
    if (owner != null) {
      owner.failed(failure);
    }
  }

  void attachTo(ServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** Who asked; cut to 128 characters. Default: the {@code X-Customer-ID} header. */
  public GT8004Request customerId(@Nullable String customerId) {
    this.customerId = FieldText.cut(customerId, NAME_CHARACTERS_MAX);
    return this;
  }

  /** Tool that was used; cut to 128 characters. Default: the JSON-RPC call's, or the path's last segment. */
  public GT8004Request toolName(@Nullable String toolName) {
    this.toolName = FieldText.cut(toolName, NAME_CHARACTERS_MAX);
    return this;
  }

  /** Class of an error; cut to 128 characters. Default: the simple name of what the handler threw. */
  public GT8004Request errorType(@Nullable String errorType) {
    this.errorType = FieldText.cut(errorType, NAME_CHARACTERS_MAX);
    return this;
  }

  /** Paid amount in units of the token (0.05 is five cents of USDC), 0 or more. Default, as of the three below: what a settled x402 payment tells. */
  public GT8004Request x402Amount(@Nullable BigDecimal x402Amount) {
    this.x402Amount = x402Amount;
    return this;
  }

  /** Hash of the settled on-chain transaction; at most 128 characters. */
  public GT8004Request x402TxHash(@Nullable String x402TxHash) {
    this.x402TxHash = x402TxHash;
    return this;
  }

  /** Token paid with, such as {@code USDC-base}; at most 64 characters. */
  public GT8004Request x402Token(@Nullable String x402Token) {
    this.x402Token = x402Token;
    return this;
  }

  /** Address that paid; at most 128 characters. */
  public GT8004Request x402Payer(@Nullable String x402Payer) {
    this.x402Payer = x402Payer;
    return this;
  }

  /**
   * The response is a stream, though neither its content type nor its flushes tell: its latency is the
   * time to its first byte.
   */
  public GT8004Request stream() {
    stream = true;
    return this;
  }

  /** Logs nothing of this request. */
  public void skip() {
    skipped = true;
  }

  @Nullable
  String customerId() {
    return customerId;
  }

  @Nullable
  String toolName() {
    return toolName;
  }

  @Nullable
  String errorType() {
    return errorType;
  }

  @Nullable
  BigDecimal x402Amount() {
    return x402Amount;
  }

  @Nullable
  String x402TxHash() {
    return x402TxHash;
  }

  @Nullable
  String x402Token() {
    return x402Token;
  }

  @Nullable
  String x402Payer() {
    return x402Payer;
  }

  boolean skipped() {
    return skipped;
  }

  boolean isStream() {
    return stream;
  }
}
