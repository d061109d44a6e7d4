package com.gt8004.sdk.capture;

/** A text that allows only so many reads of its characters. */
final class CountingText extends Text {
  private final long readsMax;
  private long reads;

  CountingText(String text, long readsMax) {
    super(text);
    this.readsMax = readsMax;
  }

  @Override
  public char charAt(int index) {
    count(1);
    return super.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    count(end - start);
    return super.subSequence(start, end);
  }

  private void count(int more) {
    reads += more;
    if (reads > readsMax) {
      throw new AssertionError("more than " + readsMax + " reads of " + length() + " characters: "
          + toString().substring(0, Math.min(length(), 60)) + "…");
    }
  }
}
