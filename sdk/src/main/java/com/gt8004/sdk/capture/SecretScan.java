package com.gt8004.sdk.capture;

import static com.gt8004.sdk.capture.TextScan.isBlank;
import static com.gt8004.sdk.capture.TextScan.isLineBreak;
import static com.gt8004.sdk.capture.TextScan.isQuote;

/**
 * Walks once over a text and masks its secrets. Most characters tell nothing and are passed by; where a
 * {@code :} or {@code =} follows the name of a secret, the value after it is masked and the walk goes on
 * behind it; digits and a few marks may begin a card number or an issued credential. Works the same in
 * JSON, in JSON inside strings, in forms and in prose, and so in any cut of them. For one text, one
 * thread.
 */
final class SecretScan {
  /** What the walk has to do at a character; the table says so for each of ASCII. */
  private static final byte SEPARATOR = 1;

  private static final byte DIGIT = 2;
  private static final byte CREDENTIAL = 3;
  private static final byte BASE64_JSON = 4;
  private static final byte SCHEME = 5;
  private static final byte PERCENT = 6;
  private static final byte ELEMENT = 7;
  private static final byte EMAIL = 8;

  private static final int LABEL_CHARACTERS_MAX = 96;

  private final byte[] actions;
  private final SecretKeys keys;
  private final CredentialForms forms;
  private final Text text;
  private final int length;
  private final boolean cut;
  private final MaskedCopy copy;
  private final SecretValue value;
  private final CardNumbers cards;

  /** Behind the last separator: a key begins here at the earliest. */
  private int floor;

  /** Whether the last {@code "name"} named a secret whose value comes under {@code "value"}. */
  private boolean labelled;

  SecretScan(byte[] actions, SecretKeys keys, CredentialForms forms, Text text, boolean cut) {
    this.actions = actions;
    this.keys = keys;
    this.forms = forms;
    this.text = text;
    this.cut = cut;
    length = text.length();
    copy = new MaskedCopy(text);
    value = new SecretValue(text, copy);
    cards = new CardNumbers(text, cut, copy);
  }

  /** The table of what to do, of rules with these triggers. */
  static byte[] actions(String triggers, boolean emails) {
    byte[] actions = new byte[128];
    for (int i = 0; i < triggers.length(); i++) {
      actions[triggers.charAt(i)] = CREDENTIAL;
    }
    actions[':'] = SEPARATOR;
    actions['='] = SEPARATOR;
    actions['>'] = ELEMENT;
    actions['%'] = PERCENT;
    actions['B'] = SCHEME;
    actions['b'] = SCHEME;
    actions['J'] = BASE64_JSON;
    actions['@'] = emails ? EMAIL : 0;
    for (char digit = '0'; digit <= '9'; digit++) {
      actions[digit] = DIGIT;
    }
    return actions;
  }

  CharSequence mask() {
    int at = text.indexOfAction(0, actions);
    while (at < length) {
      at = text.indexOfAction(act(text.charAt(at), at), actions);
    }
    return copy.finish();
  }

  private int act(char c, int at) {
    return switch (c == Text.FULL_WIDTH_COLON ? SEPARATOR : actions[c]) {
      case SEPARATOR -> separator(c == '=' ? '=' : ':', at, at + 1);
      case DIGIT -> cards.maskFrom(at);
      case CREDENTIAL -> credential(c, at);
      case BASE64_JSON -> CredentialForms.maskBase64Json(text, copy.copiedTo(), at, cut, copy);
      case SCHEME -> scheme(at);
      case PERCENT -> percent(at);
      case ELEMENT -> element(at);
      default -> EmailAddresses.maskAt(text, at, cut, copy);
    };
  }

  private int scheme(int at) {
    int second = at + 1 < length ? text.charAt(at + 1) | 0x20 : 0;
    return second == 'e' || second == 'a'
        ? CredentialForms.maskScheme(text, at, cut, copy)
        : at + 1;
  }

  private int credential(char c, int at) {
    int after = forms.maskAt(text, copy.copiedTo(), at, cut, copy);
    return c == '-' && after == at + 1 ? CredentialForms.maskPem(text, at, cut, copy) : after;
  }

  private int separator(char separator, int at, int after) {
    if (separator == ':' && TextScan.isAt(text, at, "://")) {
      floor = at + 1;
      return CredentialForms.maskUrlUser(text, at, cut, copy);
    }
    int keyEnd = beforeBlanks(at);
    int nameEnd = beforeQuote(keyEnd);
    int lowest = Math.max(floor, copy.copiedTo());
    int kind = nameEnd <= lowest ? 0 : keys.of(text, lowest, nameEnd, nameEnd < keyEnd);
    boolean secret = (kind & SecretKeys.SECRET) != 0;
    if (kind == SecretKeys.LABEL) {
      labelled = namesSecret(after);
    } else if (kind == SecretKeys.VALUE) {
      secret = labelled;
      labelled = false;
    }
    int next = after;
    if (secret) {
      boolean quoted = nameEnd < keyEnd;
      boolean toLineEnd = !quoted && beginsLine(nameEnd);
      value.keyQuote(nameEnd, keyEnd);
      next = value.mask(separator, after, toLineEnd, (kind & SecretKeys.MANY_WORDS) != 0);
    }
    floor = next;
    return next;
  }

  /** A %3D or %3A parts key and value of a URL inside another; a %20's digits are no card's. */
  private int percent(int at) {
    if (TextScan.encodedWidth(text, at, length) != 3) {
      return at + 1;
    }
    char c = TextScan.decoded(text, at, 3);
    if (c != '=' && c != ':') {
      return at + 3;
    }
    int nameEnd = beforeEncodedQuote(at);
    int lowest = Math.max(floor, copy.copiedTo());
    boolean secret =
        nameEnd > lowest && (keys.of(text, lowest, nameEnd, nameEnd < at) & SecretKeys.SECRET) != 0;
    floor = secret ? value.maskEncoded(at + 3) : at + 3;
    return floor;
  }

  /** The text of an element whose name is a secret's. */
  private int element(int at) {
    int lowest = Math.max(floor, copy.copiedTo());
    if (at <= lowest || (keys.of(text, lowest, at, true) & SecretKeys.SECRET) == 0) {
      return at + 1;
    }
    int start = at;
    while (start > lowest && TextScan.isWord(text.charAt(start - 1))) {
      start--;
    }
    boolean opens = start > 0 && (text.charAt(start - 1) == '<' || text.charAt(start - 1) == ':');
    return opens ? value.maskElement(at + 1) : at + 1;
  }

  /** Whether the string after a {@code "name":} is a secret's name. */
  private boolean namesSecret(int from) {
    int start = SecretValue.stringStart(text, from);
    if (start < 0) {
      return false;
    }
    int limit = Math.min(length, start + LABEL_CHARACTERS_MAX);
    int end = start;
    while (end < limit && !isQuote(text.charAt(end)) && text.charAt(end) != '\\') {
      end++;
    }
    return end > start && (keys.of(text, start, end, true) & SecretKeys.SECRET) != 0;
  }

  private int beforeBlanks(int index) {
    int lowest = Math.max(floor, copy.copiedTo());
    int at = index;
    while (at > lowest && isBlank(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /** Where the name ends whose closing quote, with its backslashes, ends here; the same place where there is none. */
  private int beforeQuote(int end) {
    int lowest = Math.max(floor, copy.copiedTo());
    if (end <= lowest) {
      return end;
    }
    char c = text.charAt(end - 1);
    if (isQuote(c)) {
      int at = end - 1;
      while (at > lowest && text.charAt(at - 1) == '\\') {
        at--;
      }
      return at;
    }
    return c == '2' && end - 6 >= lowest && TextScan.isEscapedQuote(text, end - 6) ? end - 6 : end;
  }

  private int beforeEncodedQuote(int end) {
    return end >= 3 && (TextScan.isAt(text, end - 3, "%22") || TextScan.isAt(text, end - 3, "%27"))
        ? end - 3
        : end;
  }

  /** Whether nothing but blanks and dashes stand before the word that ends here, on its line. */
  private boolean beginsLine(int wordEnd) {
    int lowest = Math.max(floor, copy.copiedTo());
    int at = wordEnd;
    while (at > lowest && TextScan.isWord(text.charAt(at - 1)) && !isAfterBackslash(at - 1)) {
      at--;
    }
    while (at > lowest) {
      char c = text.charAt(at - 1);
      if (isLineBreak(c)) {
        return true;
      }
      if (isAfterBackslash(at - 1)) { // \n or \t of a JSON string
        if (c != 't') {
          return true;
        }
        at -= 2;
      } else if (isBlank(c) || c == '-') {
        at--;
      } else {
        return false;
      }
    }
    return at == 0 || isLineBreak(text.charAt(at - 1));
  }

  private boolean isAfterBackslash(int index) {
    char c = text.charAt(index);
    return (c == 'n' || c == 'r' || c == 't') && index > 0 && text.charAt(index - 1) == '\\';
  }
}
