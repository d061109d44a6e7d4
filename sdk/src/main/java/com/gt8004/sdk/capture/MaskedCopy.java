package com.gt8004.sdk.capture;

import org.jspecify.annotations.Nullable;

/** A text with spans masked, from left to right. Copies nothing until the first of them. */
final class MaskedCopy {
  private final Text text;
  private @Nullable StringBuilder copy;
  private int copiedTo;

  MaskedCopy(Text text) {
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
    text.appendTo(target, quoteStart, quoteEnd);
    target.append(Redaction.MASK);
    text.appendTo(target, quoteStart, quoteEnd);
    copiedTo = end;
    return end;
  }

  int replace(int start, int end, String replacement) {
    upTo(start).append(replacement);
    copiedTo = end;
    return end;
  }

  CharSequence finish() {
    return copy == null ? text : upTo(text.length());
  }

  private StringBuilder upTo(int start) {
    StringBuilder target = copy;
    if (target == null) {
      target = new StringBuilder(text.length() + 16);
      copy = target;
    }
    text.appendTo(target, copiedTo, start);
    return target;
  }
}
