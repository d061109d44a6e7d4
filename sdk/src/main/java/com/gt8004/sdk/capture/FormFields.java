package com.gt8004.sdk.capture;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Masks what hides behind percent-encoding in a form's values, such as {@code payload=%7B%22password%22…}. */
final class FormFields {
  private FormFields() {}

  /** Whether the first thing in the text is {@code key=}. */
  static boolean isForm(Text text) {
    int at = 0;
    while (at < text.length() && (TextScan.isWord(text.charAt(at)) || text.charAt(at) == '+')) {
      at++;
    }
    return at > 0 && at < text.length() && text.charAt(at) == '=';
  }

  /** Decodes each encoded value, masks it, and encodes it again if that changed it. */
  static CharSequence mask(Text form, boolean cut, Redaction rules) {
    MaskedCopy copy = new MaskedCopy(form);
    int at = 0;
    while (at < form.length()) {
      int end = at;
      int valueStart = -1;
      boolean encoded = false;
      while (end < form.length() && form.charAt(end) != '&') {
        char c = form.charAt(end++);
        valueStart = c == '=' && valueStart < 0 ? end : valueStart;
        encoded |= c == '%';
      }
      if (encoded && valueStart >= 0) {
        maskValue(form, valueStart, end, cut && end == form.length(), rules, copy);
      }
      at = end + 1;
    }
    return copy.finish();
  }

  private static void maskValue(
      Text form, int start, int end, boolean cut, Redaction rules, MaskedCopy copy) {
    String value = decode(form.subSequence(start, end).toString());
    String masked = rules.maskText(new Text(value), cut).toString();
    if (!masked.equals(value)) {
      copy.replace(start, end, URLEncoder.encode(masked, StandardCharsets.UTF_8));
    }
  }

  /** As URLDecoder does, but a cut or stray percent sign at the end costs only itself. */
  private static String decode(String value) {
    int percent = value.lastIndexOf('%');
    boolean halfAtEnd = percent >= 0 && percent > value.length() - 3;
    try {
      return URLDecoder.decode(
          halfAtEnd ? value.substring(0, percent) : value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return value;
    }
  }
}
