package com.gt8004.sdk.capture;

import org.jspecify.annotations.Nullable;

/** A text with spans masked, from left to right. Copies nothing until the first of them. */
final class MaskedCopy {
  private final CharSequence text;
  private @Nullable StringBuilder copy;
  private int copiedTo;

  MaskedCopy(CharSequence text) {
    this.text = text;
  }

  /** Where the last span ended; the next one may begin here and not before. */
  int copiedTo() {
    return copiedTo;
  }

  /** Puts a mask where {@code start} up to {@code end} stood; gives back {@code end}. */
  int mask(int start, int end) {
    return replace(start, end, Redaction.MASK);
  }

  /** The same between two copies of the quote that stands elsewhere in the text. */
  int maskQuoted(int start, int end, int quoteStart, int quoteEnd) {
    StringBuilder target = upTo(start);
    target
        .append(text, quoteStart, quoteEnd)
        .append(Redaction.MASK)
        .append(text, quoteStart, quoteEnd);
    copiedTo = end;
    return end;
  }

  int replace(int start, int end, String replacement) {
    upTo(start).append(replacement);
    copiedTo = end;
    return end;
  }

  CharSequence finish() {
    return copy == null ? text : copy.append(text, copiedTo, text.length());
  }

  private StringBuilder upTo(int start) {
    StringBuilder target = copy;
    if (target == null) {
      target = new StringBuilder(text.length() + 16);
      copy = target;
    }
    return target.append(text, copiedTo, start);
  }
}
