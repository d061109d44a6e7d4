package com.gt8004.sdk.capture;

import java.util.List;
import java.util.Set;

/**
 * Tells by a key's name whether its value is a secret. Case and {@code _}, {@code -} play no part;
 * of {@code user[password]} and {@code db.password} the last component counts. For one thread.
 */
final class SecretKeys {
  /** Only the end of a longer key is looked at. */
  private static final int CHARACTERS_READ_MAX = 96;

  private static final String AUTHORIZATION = "authorization";

  /** Secret however the key begins: {@code newPassword}, {@code client_secret}, {@code openai_api_key}. */
  private static final List<String> ENDINGS = List.of(
      "password", "passwd", "passphrase", "secret", "apikey", "secretkey", "privatekey", "비밀번호");

  /** Secret only as the whole key, since {@code page_token} or {@code pad_token} are not. */
  private static final Set<String> NAMES = Set.of(
      AUTHORIZATION,
      "proxyauthorization",
      "token",
      "accesstoken",
      "refreshtoken",
      "idtoken",
      "authtoken",
      "xauthtoken",
      "apitoken",
      "bearertoken",
      "sessiontoken",
      "csrftoken",
      "xsrftoken",
      "pwd",
      "cvv",
      "cvc");

  /** The keys under which MCP and A2A carry a signed payment: {@code x402/payment}, and this one. */
  private static final String A2A_PAYMENT = "x402.payment.payload";

  private static final String MCP_PAYMENT = "x402/payment";

  /** The letters and digits of the key that is asked for, in lower case. */
  private final char[] name = new char[CHARACTERS_READ_MAX];

  /** Whether the text from {@code start} up to {@code end} is such a key; it may hold %XX and \\uXXXX. */
  boolean isSecret(CharSequence text, int start, int end) {
    int from = Math.max(start, end - CHARACTERS_READ_MAX);
    int length = 0;
    for (int at = from; at < end; at++) {
      char c = text.charAt(at);
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        name[length++] = c;
      } else if (c >= 'A' && c <= 'Z') {
        name[length++] = (char) (c + ('a' - 'A'));
      } else if (c != '_' && c != '-') {
        return isUnusualSecret(text, start, from, end);
      }
    }
    return isSecretName(length) || isMcpPayment(text, start, end);
  }

  /** Most keys of most bodies end here, without a copy of them being made. */
  private boolean isSecretName(int length) {
    if (length == 0) {
      return false;
    }
    char last = name[length - 1];
    if ((last == 'n' || last == 'd' || last == 'v' || last == 'c')
        && NAMES.contains(new String(name, 0, length))) {
      return true;
    }
    int singular = last == 's' ? length - 1 : length;
    for (String ending : ENDINGS) {
      if (endsWith(singular, ending)) {
        return true;
      }
    }
    return false;
  }

  private boolean endsWith(int length, String ending) {
    int offset = length - ending.length();
    for (int i = ending.length() - 1; i >= 0; i--) {
      if (offset < 0 || name[offset + i] != ending.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A key with components, encoded characters or other letters than ours. */
  private static boolean isUnusualSecret(CharSequence text, int start, int from, int end) {
    String component = lastComponent(text, from, end);
    if (NAMES.contains(component)) {
      return true;
    }
    String singular =
        component.endsWith("s") ? component.substring(0, component.length() - 1) : component;
    for (String ending : ENDINGS) {
      if (singular.endsWith(ending)) {
        return true;
      }
    }
    return end - start == A2A_PAYMENT.length() && isAt(text, start, A2A_PAYMENT);
  }

  /** Whether the word that begins here is what follows the stroke of {@code x402/payment}. */
  private static boolean isMcpPayment(CharSequence text, int start, int end) {
    int begin = end - MCP_PAYMENT.length();
    return begin >= 0 && begin < start && isAt(text, begin, MCP_PAYMENT);
  }

  private static boolean isAt(CharSequence text, int at, String expected) {
    for (int i = 0; i < expected.length(); i++) {
      if (text.charAt(at + i) != expected.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the key that ends here is an authorization, whose value is several words: {@code Bearer abc}. */
  static boolean isAuthorization(CharSequence text, int end) {
    int start = end - AUTHORIZATION.length();
    return start >= 0
        && AUTHORIZATION.equalsIgnoreCase(text.subSequence(start, end).toString());
  }

  private static String lastComponent(CharSequence text, int start, int end) {
    StringBuilder component = new StringBuilder();
    String before = "";
    int at = start;
    while (at < end) {
      int width = TextScan.encodedWidth(text, at, end);
      char c = TextScan.decoded(text, at, width);
      if (c == '.' || c == '[') {
        before = isName(component) ? component.toString() : before;
        component.setLength(0);
      } else if (Character.isLetterOrDigit(c)) {
        component.append(Character.toLowerCase(c));
      }
      at += width;
    }
    // password[] and password[0] are lists of what "password" names.
    return isName(component) ? component.toString() : before;
  }

  private static boolean isName(CharSequence component) {
    for (int i = 0; i < component.length(); i++) {
      if (Character.isLetter(component.charAt(i))) {
        return true;
      }
    }
    return false;
  }
}
