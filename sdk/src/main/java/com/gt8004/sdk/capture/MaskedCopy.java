package com.gt8004.sdk.capture;

import org.jspecify.annotations.Nullable;

/** A text with spans replaced, from left to right. Copies nothing until the first replacement. */
final class MaskedCopy {
  private final CharSequence text;
  private @Nullable StringBuilder copy;
  private int copiedTo;

  MaskedCopy(CharSequence text) {
    this.text = text;
  }

  /** Puts the replacement where {@code start} (not before the last span's end) up to {@code end} stood. */
  void replace(int start, int end, String replacement) {
    StringBuilder target = copy;
    if (target == null) {
      target = new StringBuilder(text.length());
      copy = target;
    }
    target.append(text, copiedTo, start).append(replacement);
    copiedTo = end;
  }

  CharSequence finish() {
    return copy == null ? text : copy.append(text, copiedTo, text.length());
  }
}
