package com.gt8004.sdk.capture;

/** Finds the address around an {@code @}. Stateless. */
final class EmailAddresses {
  private static final int LOCAL_PART_MAX = 64;

  private EmailAddresses() {}

  /** Masks the address whose {@code @} stands here; says where to read on. */
  static int maskAt(Text text, int at, boolean cut, MaskedCopy copy) {
    int lowest = Math.max(copy.copiedTo(), at - LOCAL_PART_MAX);
    int start = at;
    while (start > lowest && isLocal(text.charAt(start - 1))) {
      start--;
    }
    int end = at + 1;
    while (end < text.length() && isDomain(text.charAt(end))) {
      end++;
    }
    boolean open = cut && end == text.length();
    while (end > at + 1 && text.charAt(end - 1) == '.') { // the end of a sentence
      end--;
    }
    boolean address = start < at && (open || hasInnerDot(text, at + 1, end));
    return address ? copy.mask(start, end) : at + 1;
  }

  private static boolean hasInnerDot(Text text, int start, int end) {
    for (int i = start + 1; i < end; i++) {
      if (text.charAt(i) == '.') {
        return true;
      }
    }
    return false;
  }

  private static boolean isLocal(char c) {
    return isDomain(c) || c == '_' || c == '+' || c == '%';
  }

  private static boolean isDomain(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '.';
  }
}
