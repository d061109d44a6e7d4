package com.gt8004.cli.where;

import com.gt8004.shipper.Spelling;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  TRUNCATED(Kind.TEXT),
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
    List<String> names = Arrays.stream(values()).map(Field::wireName).toList();
    String nearest = Spelling.nearest(name.toLowerCase(Locale.ROOT), names);
    return nearest != null
        ? "did you mean " + nearest + "?"
        : "there are " + String.join(", ", names);
  }
}
