package com.gt8004.sdk.capture;

import com.gt8004.sdk.SecretHeaders;

/**
 * Masks secrets in a body before it reaches the disk: the values of keys such as {@code password},
 * {@code secret}, {@code authorization}, {@code token} and {@code api_key} in JSON (also JSON inside a
 * JSON string), in forms and in {@code key=value} or {@code key: value} text, and card numbers. A body
 * that was cut in the middle of a secret is masked to its end.
 *
 * <p>Prefers to mask too much over too little, but leaves {@code true}, {@code false} and {@code null},
 * and keys that only look alike ({@code max_tokens}, {@code secretary}). Reads each character a bounded
 * number of times whatever the input; uses no regular expressions. Stateless.
 */
public final class Redaction {
  /** Stands where a secret stood. */
  public static final String MASK = SecretHeaders.MASK;

  private Redaction() {}

  /**
   * The body with its secrets masked; the same text where it holds none.
   *
   * @param cut whether the body went on beyond this text, so that its end may be half a card number
   */
  public static String mask(String body, boolean cut) {
    return mask((CharSequence) body, cut).toString();
  }

  static CharSequence mask(CharSequence body, boolean cut) {
    return maskText(FormFields.isForm(body) ? FormFields.mask(body, cut) : body, cut);
  }

  static CharSequence maskText(CharSequence text, boolean cut) {
    return new CardNumbers(new KeyedSecrets(text).mask(), cut).mask();
  }
}
