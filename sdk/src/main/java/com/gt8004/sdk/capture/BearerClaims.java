package com.gt8004.sdk.capture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads a claim of a JSON web token, to name the customer by. The signature is not checked: what this
 * says may be a lie, and must never decide who is let in. The token itself is kept nowhere. Stateless.
 */
public final class BearerClaims {
  private static final String SCHEME = "Bearer ";
  private static final int TOKEN_CHARACTERS_MAX = 16_384;
  private static final int CLAIM_CHARACTERS_MAX = 128;

  // Claim names come from strangers: interning them would keep each for ever.
  private static final JsonFactory JSON = JsonFactory.builder()
      .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
      .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      .build();

  private BearerClaims() {}

  /**
   * The claim's text or number, cut to 128 characters; null where there is none, where it is anything
   * else, or where the token is none. Never throws.
   *
   * @param token a JSON web token, or the value of an Authorization header with one
   * @param name the claim, a member of the token's payload, such as {@code sub}
   */
  public static @Nullable String claim(@Nullable String token, String name) {
    if (token == null || token.length() > TOKEN_CHARACTERS_MAX) {
      return null;
    }
    String bare = token.strip();
    if (bare.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      bare = bare.substring(SCHEME.length()).strip();
    }
    int payloadStart = bare.indexOf('.') + 1;
    int payloadEnd = bare.indexOf('.', payloadStart);
    if (payloadStart == 0 || payloadEnd < 0 || bare.indexOf('.', payloadEnd + 1) >= 0) {
      return null; // five parts are an encrypted token
    }
    try {
      byte[] payload = Base64.getUrlDecoder().decode(bare.substring(payloadStart, payloadEnd));
      return FieldText.cut(member(payload, name), CLAIM_CHARACTERS_MAX);
    } catch (IOException | IllegalArgumentException malformed) {
      return null;
    }
  }

  private static @Nullable String member(byte[] json, String name) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = name.equals(parser.currentName());
        JsonToken value = parser.nextToken();
        if (wanted) {
          return value == JsonToken.VALUE_STRING || value.isNumeric() ? parser.getText() : null;
        }
        parser.skipChildren();
      }
      return null;
    }
  }
}
