package com.gt8004.sdk.capture;

import static com.gt8004.sdk.capture.TextScan.isBlank;
import static com.gt8004.sdk.capture.TextScan.isLineBreak;
import static com.gt8004.sdk.capture.TextScan.isQuote;

/**
 * Masks the values of secret keys. Walks once over the text, remembering the word it saw last; where a
 * {@code :} or {@code =} follows a word that names a secret, the value after it is masked and the walk
 * goes on behind it. Works the same in JSON, in JSON inside strings, in forms and in prose, and so in
 * any cut of them. For one text, one thread.
 */
final class KeyedSecrets {
  private static final int NONE = -1;

  private final CharSequence text;
  private final int length;
  private final MaskedCopy copy;
  private final SecretValue value;
  private final SecretKeys keys = new SecretKeys();

  private int at;
  private int wordStart = NONE;
  private int wordEnd;
  private int keyQuoteStart = NONE;
  private int keyQuoteEnd;
  private boolean lineIsBlank = true;
  private boolean wordBeginsLine;

  KeyedSecrets(CharSequence text) {
    this.text = text;
    length = text.length();
    copy = new MaskedCopy(text);
    value = new SecretValue(text, copy);
  }

  CharSequence mask() {
    while (at < length) {
      step(text.charAt(at));
    }
    return copy.finish();
  }

  private void step(char c) {
    if (TextScan.isWord(c)) {
      word();
    } else if (c == ':' || c == '=') {
      separator(c);
    } else if (c == '\\') {
      backslash();
    } else if (isQuote(c)) {
      quote(at, at + 1);
    } else if (isBlank(c)) {
      lineIsBlank |= isLineBreak(c);
      at++;
    } else {
      forgetWord();
      at++;
    }
  }

  private void word() {
    int start = at;
    boolean onlyDashes = true;
    while (at < length) {
      char c = text.charAt(at);
      if (TextScan.isWord(c)) {
        onlyDashes &= c == '-';
        at++;
      } else if (c == '\\' && TextScan.isEscapedWord(text, at)) {
        onlyDashes = false;
        at += 6;
      } else {
        break;
      }
    }
    wordStart = start;
    wordEnd = at;
    keyQuoteStart = NONE;
    wordBeginsLine = lineIsBlank;
    lineIsBlank &= onlyDashes; // "- password: x" is an item of a YAML list
  }

  private void separator(char separator) {
    int after = at + 1;
    if (wordStart != NONE && keys.isSecret(text, wordStart, wordEnd)) {
      boolean quoted = keyQuoteStart != NONE;
      String quote = quoted ? text.subSequence(keyQuoteStart, keyQuoteEnd).toString() : "";
      boolean authorization = SecretKeys.isAuthorization(text, wordEnd);
      after = value.mask(separator, after, quote, wordBeginsLine && !quoted, authorization);
    }
    forgetWord();
    at = after;
  }

  private void backslash() {
    if (TextScan.isEscapedWord(text, at)) {
      word();
      return;
    }
    if (TextScan.isEscapedQuote(text, at)) {
      quote(at, at + 6);
      return;
    }
    int start = at;
    int after = TextScan.afterBackslashes(text, at);
    char c = after < length ? text.charAt(after) : ' ';
    if (isQuote(c)) {
      quote(start, after + 1);
    } else if (c == 'n' || c == 'r' || c == 't') { // blanks inside a JSON string
      lineIsBlank |= c != 't';
      at = after + 1;
    } else {
      forgetWord();
      at = after;
    }
  }

  /** A quote, with its backslashes, that may be the one that closes a key. */
  private void quote(int start, int end) {
    if (wordStart != NONE && keyQuoteStart == NONE && start == wordEnd) {
      keyQuoteStart = start;
      keyQuoteEnd = end;
    }
    lineIsBlank = false;
    at = end;
  }

  private void forgetWord() {
    wordStart = NONE;
    lineIsBlank = false;
  }
}
