package com.gt8004.sdk.capture;

import java.util.List;
import java.util.Set;

/**
 * Tells by a key's name whether its value is a secret. Case and {@code _}, {@code -} play no part;
 * of {@code user[password]} and {@code db.password} the last component counts.
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

  private SecretKeys() {}

  /** Whether the text from {@code start} up to {@code end} is such a key; it may hold %XX and \\uXXXX. */
  static boolean isSecret(CharSequence text, int start, int end) {
    String name = lastComponent(text, Math.max(start, end - CHARACTERS_READ_MAX), end);
    if (NAMES.contains(name)) {
      return true;
    }
    String singular = name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
    return ENDINGS.stream().anyMatch(singular::endsWith);
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
    return component.chars().anyMatch(Character::isLetter);
  }
}
