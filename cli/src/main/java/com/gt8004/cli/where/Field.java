package com.gt8004.cli.where;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of an entry by their names on the wire, with what they hold. */
enum Field {
  REQUEST_ID(Kind.TEXT),
  METHOD(Kind.TEXT),
  PATH(Kind.TEXT),
  STATUS_CODE(Kind.NUMBER),
  RESPONSE_MS(Kind.NUMBER),
  TIMESTAMP(Kind.TIME),
  CUSTOMER_ID(Kind.TEXT),
  TOOL_NAME(Kind.TEXT),
  REQUEST_BODY(Kind.TEXT),
  RESPONSE_BODY(Kind.TEXT),
  REQUEST_BODY_SIZE(Kind.NUMBER),
  RESPONSE_BODY_SIZE(Kind.NUMBER),
  ERROR_TYPE(Kind.TEXT),
  X402_AMOUNT(Kind.NUMBER),
  X402_TX_HASH(Kind.TEXT),
  X402_TOKEN(Kind.TEXT),
  X402_PAYER(Kind.TEXT),
  HEADERS(Kind.OBJECT),
  IP_ADDRESS(Kind.TEXT),
  USER_AGENT(Kind.TEXT),
  REFERER(Kind.TEXT),
  CONTENT_TYPE(Kind.TEXT),
  ACCEPT_LANGUAGE(Kind.TEXT),
  PROTOCOL(Kind.TEXT),
  SOURCE(Kind.TEXT);

  /** What a field is compared as. */
  enum Kind {
    TEXT,
    NUMBER,
    TIME,
    /** Can only be searched. */
    OBJECT
  }

  private static final Map<String, Field> BY_NAME = new HashMap<>();
  private static final int EDITS_MAX = 3;

  static {
    for (Field field : values()) {
      BY_NAME.put(field.wireName(), field);
    }
  }

  private final Kind kind;

  Field(Kind kind) {
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable Field named(String name) {
    return BY_NAME.get(name);
  }

  /** What to write instead of a name that is none. */
  static String hint(String name) {
    String plain = plain(name);
    String nearest = null;
    int fewest = EDITS_MAX;
    for (Field field : values()) {
      int edits = edits(plain, plain(field.wireName()));
      if (edits < fewest) {
        fewest = edits;
        nearest = field.wireName();
      }
    }
    return nearest != null
        ? "did you mean " + nearest + "?"
        : "there are "
            + Arrays.stream(values()).map(Field::wireName).collect(Collectors.joining(", "));
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's distance; more than {@link #EDITS_MAX} if the lengths alone say so. */
  private static int edits(String a, String b) {
    if (Math.abs(a.length() - b.length()) > EDITS_MAX) {
      return EDITS_MAX + 1;
    }
    int[] above = new int[b.length() + 1];
    Arrays.setAll(above, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int swap = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(swap, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
