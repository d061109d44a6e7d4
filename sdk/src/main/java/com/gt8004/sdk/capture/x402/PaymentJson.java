package com.gt8004.sdk.capture.x402;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Decodes what x402 puts into a header, and reads single values of it without trusting them. */
final class PaymentJson {
  /** Headers beyond this are no payments: containers refuse them from 8 KiB on unless told otherwise. */
  private static final int HEADER_CHARACTERS_MAX = 16_384;

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private PaymentJson() {}

  /** The object in a header: base64 of either alphabet, padded or not, or plain JSON; a missing node else. */
  static JsonNode ofHeader(@Nullable String header) {
    if (header == null || header.length() > HEADER_CHARACTERS_MAX) {
      return MissingNode.getInstance();
    }
    String text = header.strip();
    return ofText(text.startsWith("{") ? text : decoded(text));
  }

  static JsonNode ofText(@Nullable String json) {
    if (json == null || !json.startsWith("{")) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException malformed) {
      return MissingNode.getInstance();
    }
  }

  /** A string of letters, digits and the few marks that addresses, hashes and reasons have; null else. */
  static @Nullable String word(JsonNode node, int charactersMax) {
    String text = node.isTextual() ? node.textValue() : "";
    if (text.isEmpty() || text.length() > charactersMax) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && "_-:.".indexOf(c) < 0) {
        return null;
      }
    }
    return text;
  }

  private static @Nullable String decoded(String base64) {
    String standard = base64.replace('-', '+').replace('_', '/').replace("=", "");
    try {
      return new String(Base64.getDecoder().decode(standard), StandardCharsets.UTF_8).strip();
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }
}
