package com.gt8004.benchmarks.filter;

import java.util.List;

/** Bodies of 2 KB as agents have them. */
final class Bodies {
  static final int CHARACTERS = 2_048;

  private Bodies() {}

  /** A chat with a secret in it. */
  static String chat() {
    StringBuilder body =
        new StringBuilder("{\"model\":\"m-1\",\"password\":\"hunter2\",\"messages\":[");
    String turn = "{\"role\":\"user\",\"content\":\"Shall I take an umbrella to Seoul tomorrow, and"
        + " how warm will it be at noon?\",\"created_at\":1732266000,\"max_tokens\":100},";
    while (body.length() < CHARACTERS - turn.length() - 2) {
      body.append(turn);
    }
    body.setLength(body.length() - 1);
    body.append("]");
    return padded(body.append("}"));
  }

  /** Many short members: the most keys that a body can have. */
  static String table() {
    StringBuilder body = new StringBuilder("{\"items\":[");
    while (body.length() < CHARACTERS - 100) {
      body.append("{\"id\":")
          .append(body.length())
          .append(",\"sku\":\"AB-7\",\"unit_price\":12.5,\"in_stock\":true},");
    }
    body.setLength(body.length() - 1);
    return padded(body.append("]}"));
  }

  /** Words, most of them Korean. */
  static String prose() {
    String words = "오늘 서울의 날씨는 맑고 기온은 23도입니다. The forecast says rain tomorrow. ";
    return words.repeat(CHARACTERS / words.length() + 1).substring(0, CHARACTERS);
  }

  static List<String> all() {
    return List.of(chat(), table(), prose());
  }

  /** JSON may end in blanks. */
  private static String padded(StringBuilder body) {
    while (body.length() < CHARACTERS) {
      body.append(' ');
    }
    return body.toString();
  }
}
