package com.gt8004.sdk.capture;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a body goes through before it may be stored: the masks, then the application's own
 * function. Where that throws, no body of the request is stored, since nobody knows what it had left
 * to mask. Thread-safe if the function is.
 */
public final class BodySanitizer {
  private static final Logger LOG = LoggerFactory.getLogger(BodySanitizer.class);

  private final Redaction rules;
  private final UnaryOperator<String> ownFunction;
  private final LongAdder failures = new LongAdder();

  /** Puts this function behind the default masks.
   *
   * @param ownFunction called with each masked body; may return null to leave a body out */
  public BodySanitizer(UnaryOperator<String> ownFunction) {
    this(Redaction.defaults(), ownFunction);
  }

  /** Puts this function behind these masks. */
  public BodySanitizer(Redaction rules, UnaryOperator<String> ownFunction) {
    this.rules = rules;
    this.ownFunction = ownFunction;
  }

  /** Request and response body as they may be stored; each null where there is none. */
  public record Bodies(@Nullable String request, @Nullable String response) {}

  /** Masks both bodies. Never throws. */
  public Bodies sanitize(
      @Nullable String request,
      boolean requestCut,
      @Nullable String response,
      boolean responseCut) {
    try {
      return new Bodies(sanitize(request, requestCut), sanitize(response, responseCut));
    } catch (
        Throwable
            failure) { // a regular expression's StackOverflowError is no reason to fail a request
      failures.increment();
      // Only the first is worth a line. Never the message: it may quote the body.
      if (failures.sum() == 1) {
        LOG.warn(
            "sanitizeFn threw {}; bodies of such requests are left out, sanitizerFailures() counts them",
            failure.getClass().getName());
      }
      return new Bodies(null, null);
    }
  }

  /** Requests whose bodies were left out because the function threw. */
  public long failures() {
    return failures.sum();
  }

  private @Nullable String sanitize(@Nullable String body, boolean cut) {
    return body == null ? null : ownFunction.apply(rules.apply(body, cut));
  }
}
