package com.gt8004.sdk.capture;

import static com.gt8004.sdk.capture.TextScan.isHexDigit;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells by a key's name what its value is. Case and {@code _}, {@code -} play no part; of {@code
 * user[password]} and {@code db.password} the last component counts; characters may be written as
 * \\uXXXX, %XX or {@code \/}. Reads a key from its end and no further than the names go. Immutable.
 */
final class SecretKeys {
  /** The value is a secret. */
  static final int SECRET = 1;

  /** The value may go on after a blank: {@code Bearer abc}, {@code a=1; b=2}. */
  static final int MANY_WORDS = 2;

  /** The value names a key whose value stands under {@link #VALUE}: {@code {"name":…,"value":…}}. */
  static final int LABEL = 4;

  static final int VALUE = 8;

  /** The name counts as the end of a longer one, too, as {@code secret} does in {@code client_secret}. */
  private static final int AS_ENDING = 16;

  /** Secret however the key begins: {@code newPassword}, {@code client_secret}, {@code openai_api_key}. */
  private static final List<String> ENDINGS = List.of(
      "password",
      "passwd",
      "secret",
      "apikey",
      "secretkey",
      "privatekey",
      "accesskey",
      "signingkey",
      "encryptionkey",
      "masterkey",
      "sharedkey",
      "accountkey",
      "subscriptionkey",
      "authkey",
      "sshkey",
      "hmackey",
      "accesstoken",
      "refreshtoken",
      "authtoken",
      "sessiontoken",
      "bearertoken",
      "apitoken",
      "oauthtoken",
      "secrettoken",
      "securitytoken",
      "csrftoken",
      "xsrftoken",
      "jwttoken",
      "bottoken",
      "githubtoken",
      "gitlabtoken",
      "slacktoken",
      "npmtoken",
      "vaulttoken",
      "resettoken",
      "logintoken",
      "cardnumber",
      "비밀번호",
      "패스워드");

  private static final List<String> ENDINGS_OF_MANY_WORDS =
      List.of("passphrase", "seedphrase", "recoveryphrase", "mnemonic");

  /** Secret only as the whole key, since {@code page_token} or {@code pad_token} are not. */
  private static final List<String> NAMES = List.of(
      "token",
      "idtoken",
      "csrfmiddlewaretoken",
      "authenticitytoken",
      "personalaccesstoken",
      "devicetoken",
      "usertoken",
      "servicetoken",
      "jwt",
      "pwd",
      "cvv",
      "cvv2",
      "cvc",
      "cvc2",
      "ccnumber",
      "securitycode",
      "phpsessid",
      "jsessionid",
      "connect.sid",
      "암호",
      // The keys under which MCP, A2A and facilitators carry a signed payment.
      "x402/payment",
      "x402.payment.payload",
      "paymentpayload",
      "paymentsignature",
      "xpayment");

  private static final List<String> NAMES_OF_MANY_WORDS = List.of(
      "authorization",
      "proxyauthorization",
      "xforwardedauthorization",
      "cookie",
      "setcookie",
      "cookies");

  private static final List<String> LABELS = List.of("name", "key", "header", "headername");

  private final EndingTree names = new EndingTree();
  private final @Nullable EndingTree kept;

  /**
   * The default names and these.
   *
   * @param more names as {@link Redaction.Builder#keys} takes them
   * @param kept names that are no secrets, whatever else they are
   */
  SecretKeys(Collection<String> more, Collection<String> kept) {
    ENDINGS.forEach(name -> names.add(name, SECRET | AS_ENDING));
    ENDINGS_OF_MANY_WORDS.forEach(name -> names.add(name, SECRET | AS_ENDING | MANY_WORDS));
    NAMES.forEach(name -> names.add(name, SECRET));
    NAMES_OF_MANY_WORDS.forEach(name -> names.add(name, SECRET | MANY_WORDS));
    LABELS.forEach(name -> names.add(name, LABEL));
    names.add("value", VALUE);
    more.forEach(name -> addTo(names, name));
    this.kept = kept.isEmpty() ? null : new EndingTree();
    kept.forEach(name -> addTo(this.kept, name));
  }

  private static void addTo(@Nullable EndingTree tree, String name) {
    if (tree != null) {
      boolean ending = name.startsWith("*");
      tree.add(normal(ending ? name.substring(1) : name), ending ? SECRET | AS_ENDING : SECRET);
    }
  }

  /** A name as the tree holds it: without case, {@code _}, {@code -} and blanks. */
  static String normal(String name) {
    StringBuilder normal = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '_' && c != '-' && c != ' ') {
        normal.append(lowerCase(c));
      }
    }
    return normal.toString();
  }

  /**
   * What the key that ends at {@code end} is: {@link #SECRET} and the others, or 0.
   *
   * @param floor the key does not begin before this
   * @param quoted whether it stands in quotes, so that blanks in it part no words
   */
  int of(Text text, int floor, int end, boolean quoted) {
    int last = beforeIndexes(text, floor, end);
    int found = walk(names, text, floor, last, quoted);
    if (found == 0) {
      int singular = beforeCount(text, floor, last);
      // "tokens" are what language models count; only the endings have a plural.
      if (singular < last) {
        int one = walk(names, text, floor, singular, quoted);
        found = (one & AS_ENDING) != 0 ? one : 0;
      }
    }
    boolean stays = kept != null && found != 0 && walk(kept, text, floor, last, quoted) != 0;
    return stays ? 0 : found & ~AS_ENDING;
  }

  private static int walk(EndingTree tree, Text text, int floor, int end, boolean quoted) {
    int found = 0;
    int at = end;
    EndingTree.Node node = null;
    while (at > floor) {
      int width = widthBefore(text, floor, at);
      char c = decodedBefore(text, at, width);
      boolean skipped = c == '_' || c == '-' || ((c == ' ' || c == '+') && node != null);
      if (!skipped) {
        EndingTree.Node next =
            node == null ? tree.endingIn(lowerCase(c)) : node.before(lowerCase(c));
        if (next == null) {
          return found;
        }
        node = next;
      }
      at -= width;
      int value = node == null || skipped ? 0 : node.value();
      if (value != 0 && ((value & AS_ENDING) != 0 || isBegin(text, floor, at, quoted))) {
        found = value;
      }
    }
    return found;
  }

  /** Whether a whole name begins here: {@code token} after {@code --}, a blank or {@code .} does, {@code page_} goes on. */
  private static boolean isBegin(Text text, int floor, int start, boolean quoted) {
    int at = start;
    while (at > floor && (text.charAt(at - 1) == '_' || text.charAt(at - 1) == '-')) {
      at--;
    }
    if (at == floor) {
      return true;
    }
    int width = widthBefore(text, floor, at);
    char c = decodedBefore(text, at, width);
    if (c == ' ') {
      return !quoted || width > 1;
    }
    boolean lineBreakInString =
        (c == 'n' || c == 'r' || c == 't') && at - 2 >= floor && text.charAt(at - 2) == '\\';
    return lineBreakInString || !Character.isLetterOrDigit(c);
  }

  /** Leaves {@code []}, {@code [0]} and {@code .0} at the end out: they are lists of what stands before. */
  private static int beforeIndexes(Text text, int floor, int end) {
    int at = end;
    if (at <= floor || (text.charAt(at - 1) != ']' && !isHexDigit(text.charAt(at - 1)))) {
      return end;
    }
    while (at > floor) {
      int width = widthBefore(text, floor, at);
      char c = decodedBefore(text, at, width);
      boolean bracket = c == ']';
      int start = bracket ? at - width : at;
      int digits = start;
      while (digits > floor && isDigitAt(text, floor, digits)) {
        digits--;
      }
      if (digits == floor || (!bracket && digits == start)) {
        return at;
      }
      int openWidth = widthBefore(text, floor, digits);
      char open = decodedBefore(text, digits, openWidth);
      if (open != (bracket ? '[' : '.')) {
        return start; // user[password] ends in its name
      }
      at = digits - openWidth;
    }
    return at;
  }

  private static boolean isDigitAt(Text text, int floor, int end) {
    char c = text.charAt(end - 1);
    return c >= '0' && c <= '9' && widthBefore(text, floor, end) == 1;
  }

  /** Without the plural's s, or without digits: {@code passwords}, {@code password2}. */
  private static int beforeCount(Text text, int floor, int end) {
    int at = end;
    while (at > floor && isDigitAt(text, floor, at)) {
      at--;
    }
    if (at == end && at > floor && (text.charAt(at - 1) | 0x20) == 's') {
      at--;
    }
    return at;
  }

  /** How many characters make the one that ends here: 6 for \\uXXXX, 3 for %XX, 2 for {@code \/}, else 1. */
  private static int widthBefore(Text text, int floor, int end) {
    char c = text.charAt(end - 1);
    if (c == '/') {
      return end - 2 >= floor && text.charAt(end - 2) == '\\' ? 2 : 1;
    }
    if (!isHexDigit(c)) {
      return 1;
    }
    if (end - 3 >= floor && text.charAt(end - 3) == '%' && isHexDigit(text.charAt(end - 2))) {
      return 3;
    }
    boolean escaped =
        end - 6 >= floor && text.charAt(end - 5) == 'u' && text.charAt(end - 6) == '\\';
    return escaped && TextScan.isHex(text, end - 4, end) ? 6 : 1;
  }

  private static char decodedBefore(Text text, int end, int width) {
    return width == 2 ? '/' : TextScan.decoded(text, end - width, width);
  }

  private static char lowerCase(char c) {
    if (c < 128) {
      return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
    return Character.toLowerCase(c);
  }
}
