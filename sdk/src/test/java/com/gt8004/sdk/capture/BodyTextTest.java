package com.gt8004.sdk.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "APPLICATION/JSON; charset=utf-8",
        "application/problem+json",
        "text/plain",
        "text/event-stream;charset=UTF-8",
        "application/soap+xml",
        "application/x-www-form-urlencoded",
        "application/x-ndjson",
      })
  void of_readsText(String contentType) {
    assertThat(
            BodyText.of(captured("안녕".getBytes(StandardCharsets.UTF_8)), contentType, null, null))
        .isEqualTo("안녕");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image/png",
        "application/octet-stream",
        "multipart/form-data; boundary=x",
        "application/pdf",
        "application/jsonx",
      })
  void of_givesNoTextOfOtherTypes(String contentType) {
    assertThat(
            BodyText.of(captured("abc".getBytes(StandardCharsets.UTF_8)), contentType, null, null))
        .isNull();
  }

  @Test
  void of_givesNoTextOfCompressedOrEmptyBodies() {
    byte[] bytes = "abc".getBytes(StandardCharsets.UTF_8);
    assertThat(BodyText.of(captured(bytes), "text/plain", "gzip", null)).isNull();
    assertThat(BodyText.of(captured(bytes), "text/plain", "identity", null)).isEqualTo("abc");
    assertThat(BodyText.of(captured(new byte[0]), "text/plain", null, null)).isNull();
  }

  @Test
  void of_takesTheCharsetOfTheTypeUnlessToldAnother() {
    Charset korean = Charset.forName("EUC-KR");
    byte[] bytes = "안녕".getBytes(korean);
    assertThat(BodyText.of(captured(bytes), "text/plain; charset=\"euc-kr\"", null, null))
        .isEqualTo("안녕");
    assertThat(BodyText.of(captured(bytes), "text/plain", null, korean)).isEqualTo("안녕");
    assertThat(BodyText.of(
            captured("안녕".getBytes(StandardCharsets.UTF_8)),
            "text/plain; charset=nonsense",
            null,
            null))
        .isEqualTo("안녕");
  }

  @Test
  void of_judgesBodiesWithoutATypeByTheirBytes() {
    assertThat(BodyText.of(
            captured("{\"a\":\"안녕\"}\r\n".getBytes(StandardCharsets.UTF_8)), null, null, null))
        .isEqualTo("{\"a\":\"안녕\"}\r\n");
    assertThat(BodyText.of(captured(new byte[] {'P', 'N', 'G', 0, 1}), null, null, null))
        .isNull();
    assertThat(BodyText.of(captured(new byte[] {'a', (byte) 0xff}), " ", null, null))
        .isNull();
  }

  private static BodyCapture captured(byte[] bytes) {
    BodyCapture capture = new BodyCapture();
    capture.add(bytes, 0, bytes.length);
    return capture;
  }
}
