package com.gt8004.sdk.capture;

/**
 * The characters of a body, in an array of their own: a mask asks for each of them several times, and a
 * string answers more slowly. Not to be changed; open only to a test that counts the answers.
 */
class Text implements CharSequence {
  /** The one character beyond ASCII on which a mask acts. */
  static final char FULL_WIDTH_COLON = '：';

  private final String source;
  private final char[] characters;

  Text(CharSequence source) {
    this.source = source.toString();
    characters = this.source.toCharArray();
  }

  @Override
  public final int length() {
    return characters.length;
  }

  @Override
  public char charAt(int index) {
    return characters[index];
  }

  /** The next character, from {@code from} on, for which the table of ASCII has something to do; the length where none is. */
  final int indexOfAction(int from, byte[] actions) {
    char[] all = characters;
    int at = from;
    while (at < all.length) {
      char c = all[at];
      if (c < 128 ? actions[c] != 0 : c == FULL_WIDTH_COLON) {
        return at;
      }
      at++;
    }
    return at;
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return source.substring(start, end);
  }

  final void appendTo(StringBuilder target, int start, int end) {
    target.append(characters, start, end - start);
  }

  @Override
  public final String toString() {
    return source;
  }
}
