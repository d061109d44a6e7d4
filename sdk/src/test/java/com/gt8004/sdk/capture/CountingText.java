package com.gt8004.sdk.capture;

/** A text that allows only so many reads of its characters. */
final class CountingText implements CharSequence {
  private final String text;
  private final long readsMax;
  private long reads;

  CountingText(String text, long readsMax) {
    this.text = text;
    this.readsMax = readsMax;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    count(1);
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    count(end - start);
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }

  private void count(int more) {
    reads += more;
    if (reads > readsMax) {
      throw new AssertionError("more than " + readsMax + " reads of " + text.length()
          + " characters: " + text.substring(0, Math.min(text.length(), 60)) + "…");
    }
  }
}
