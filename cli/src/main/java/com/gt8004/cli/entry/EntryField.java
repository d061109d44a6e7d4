package com.gt8004.cli.entry;

import com.gt8004.sdk.RequestLogEntryBuilder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of an entry, each with its setter. Their names on the wire are these in lower case. */
enum EntryField {
  REQUEST_ID((to, value) -> to.requestId(value.text())),
  METHOD((to, value) -> to.method(value.text())),
  PATH((to, value) -> to.path(value.text())),
  STATUS_CODE((to, value) -> to.statusCode(value.wholeNumber())),
  RESPONSE_MS((to, value) -> to.responseMs(value.number())),
  TIMESTAMP((to, value) -> to.timestamp(value.time())),
  CUSTOMER_ID((to, value) -> to.customerId(value.text())),
  TOOL_NAME((to, value) -> to.toolName(value.text())),
  REQUEST_BODY((to, value) -> to.requestBody(value.body())),
  RESPONSE_BODY((to, value) -> to.responseBody(value.body())),
  REQUEST_BODY_SIZE((to, value) -> to.requestBodySize(value.size())),
  RESPONSE_BODY_SIZE((to, value) -> to.responseBodySize(value.size())),
  TRUNCATED((to, value) -> to.truncated(value.flag())),
  ERROR_TYPE((to, value) -> to.errorType(value.text())),
  X402_AMOUNT((to, value) -> to.x402Amount(value.amount())),
  X402_TX_HASH((to, value) -> to.x402TxHash(value.text())),
  X402_TOKEN((to, value) -> to.x402Token(value.text())),
  X402_PAYER((to, value) -> to.x402Payer(value.text())),
  HEADERS((to, value) -> to.headers(value.headers())),
  IP_ADDRESS((to, value) -> to.ipAddress(value.text())),
  USER_AGENT((to, value) -> to.userAgent(value.text())),
  REFERER((to, value) -> to.referer(value.text())),
  CONTENT_TYPE((to, value) -> to.contentType(value.text())),
  ACCEPT_LANGUAGE((to, value) -> to.acceptLanguage(value.text())),
  PROTOCOL((to, value) -> to.protocol(value.text())),
  SOURCE((to, value) -> to.source(value.text()));

  private static final Map<String, EntryField> BY_NAME = new HashMap<>();
  private static final Map<String, String> SNAKE_BY_CAMEL = new HashMap<>();
  private static final Pattern FIRST_WORD = Pattern.compile("^[A-Za-z0-9]+");

  static {
    for (EntryField field : values()) {
      String snake = field.wireName();
      BY_NAME.put(snake, field);
      BY_NAME.put(camelCase(snake), field);
      SNAKE_BY_CAMEL.put(camelCase(snake), snake);
    }
  }

  @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
  private final BiConsumer<RequestLogEntryBuilder, FieldValue> setter;

  EntryField(BiConsumer<RequestLogEntryBuilder, FieldValue> setter) {
    this.setter = setter;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  void set(RequestLogEntryBuilder builder, FieldValue value) {
    setter.accept(builder, value);
  }

  /** The field of this name in either spelling, null where there is none. */
  static @Nullable EntryField named(String name) {
    return BY_NAME.get(name);
  }

  /** The known name that differs only in case and separators, as {@code StatusCode} or {@code status-code}. */
  static @Nullable String nearest(String name) {
    String plain = plain(name);
    for (EntryField field : values()) {
      if (plain(field.wireName()).equals(plain)) {
        return field.wireName();
      }
    }
    return null;
  }

  /** An error of the builder speaks of {@code statusCode}; the person wrote {@code status_code}. */
  static String snakeCase(String message) {
    return FIRST_WORD
        .matcher(message)
        .replaceFirst(word -> SNAKE_BY_CAMEL.getOrDefault(word.group(), word.group()));
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }

  private static String camelCase(String snake) {
    StringBuilder camel = new StringBuilder();
    boolean upper = false;
    for (int i = 0; i < snake.length(); i++) {
      char c = snake.charAt(i);
      if (c == '_') {
        upper = true;
      } else {
        camel.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return camel.toString();
  }
}
