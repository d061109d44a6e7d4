package com.gt8004.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.Json;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The request of a number, and what the sample agent answers to it: always the same, so that what is
 * stored can be compared with what was sent without keeping any of it.
 *
 * @param number from 1
 */
record DemoRequest(long number) {
  /** Where the client's number stands in a body that was stored. */
  private static final Pattern NUMBER = Pattern.compile("^\\{\"n\":(\\d{1,18})[,}]");

  private static final String[] QUESTIONS = {
    "안녕하세요, 오늘 가스 가격이 얼마예요?", "Translate \"good morning\" into Korean.",
        "What is the weather in 서울?",
    "Summarise the last block.", "Which agent answers in under 200 ms?",
        "Grüße aus Köln — geht es auch auf Deutsch?"
  };
  private static final String PARAGRAPH =
      "긴 글도 한 글자 빠짐없이 그대로 저장되어야 합니다. Long texts arrive whole, too. ";
  private static final int PARAGRAPHS = 60;

  /** The number in a stored request body; -1 if it is not one of ours. */
  static long numberIn(@Nullable String requestBody) {
    if (requestBody == null) {
      return -1;
    }
    Matcher matcher = NUMBER.matcher(requestBody);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
  }

  /** Half of all is chat, the rest tools. */
  String path() {
    return switch ((int) (number % 10)) {
      case 5, 6 -> "/tools/search";
      case 7, 8 -> "/tools/translate";
      case 9 -> "/tools/gas_price";
      default -> "/chat";
    };
  }

  String customer() {
    return String.format(Locale.ROOT, "customer-%02d", number * 7 % 23);
  }

  /** Most succeed; some are refused for their rate, some unpaid, a few fail. */
  int status() {
    if (number % 211 == 0) {
      return 500;
    }
    if (number % 97 == 0) {
      return 429;
    }
    return number % 50 == 49 ? 402 : 200;
  }

  /** What a paid tool was paid, in USDC; null where nothing was. */
  @Nullable
  BigDecimal payment() {
    return path().equals("/tools/gas_price") && status() == 200
        ? BigDecimal.valueOf(1 + number % 9, 3)
        : null;
  }

  String transaction() {
    return String.format(Locale.ROOT, "0xdemo%016x", number);
  }

  String requestBody() {
    ObjectNode body = Json.object();
    body.put("n", number);
    body.put("message", QUESTIONS[(int) (number % QUESTIONS.length)]);
    if (number % 100 == 17) {
      body.put("context", PARAGRAPH.repeat(PARAGRAPHS));
    }
    return Json.text(body);
  }

  String replyBody() {
    ObjectNode body = Json.object();
    switch (status()) {
      case 200 ->
        body.put(
            "reply",
            "안녕하세요! answer " + number + " to \"" + QUESTIONS[(int) (number % QUESTIONS.length)]
                + "\"");
      case 402 -> body.put("error", "payment required").put("price", "0.005");
      case 429 -> body.put("error", "too many requests");
      default -> body.put("error", "the model did not answer");
    }
    return Json.text(body);
  }
}
