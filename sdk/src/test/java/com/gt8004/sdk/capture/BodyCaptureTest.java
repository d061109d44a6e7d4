package com.gt8004.sdk.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyCaptureTest {
  @Test
  void add_keepsTheFirstBytesAndCountsAll() {
    BodyCapture capture = new BodyCapture();
    byte[] block = "x".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 100; i++) {
      capture.add(block, 0, block.length);
    }
    capture.add('y');
    assertThat(capture.size()).isEqualTo(1_000_001);
    assertThat(capture.cut()).isTrue();
    assertThat(capture.text(StandardCharsets.UTF_8)).isEqualTo("x".repeat(16_384));
  }

  @Test
  void add_keepsExactlyTheLimitUncut() {
    BodyCapture capture = new BodyCapture(3);
    capture.add("abcd".getBytes(StandardCharsets.UTF_8), 1, 2);
    capture.add('e');
    assertThat(capture.cut()).isFalse();
    assertThat(capture.text(StandardCharsets.UTF_8)).isEqualTo("bce");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "EUC-KR", "UTF-16", "UTF-16LE", "GB18030", "Shift_JIS"})
  void text_dropsTheCharacterThatTheCutWentThrough(String name) {
    Charset charset = Charset.forName(name);
    String text = charset.canEncode() && charset.newEncoder().canEncode('안') ? "a안녕b" : "aあいb";
    byte[] bytes = text.getBytes(charset);
    for (int kept = 0; kept <= bytes.length; kept++) {
      BodyCapture capture = new BodyCapture(kept);
      capture.add(bytes, 0, bytes.length);
      assertThat(text).as("%d bytes of %s", kept, name).startsWith(capture.text(charset));
    }
  }

  @Test
  void text_dropsHalfOfASurrogatePair() {
    byte[] bytes = "😀😀".getBytes(StandardCharsets.UTF_8);
    for (int kept = 4; kept < 8; kept++) {
      BodyCapture capture = new BodyCapture(kept);
      capture.add(bytes, 0, bytes.length);
      assertThat(capture.text(StandardCharsets.UTF_8)).isEqualTo("😀");
    }
  }

  @Test
  void text_marksMalformedBytesInsteadOfFailing() {
    BodyCapture capture = new BodyCapture();
    capture.add(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xec}, 0, 4);
    assertThat(capture.text(StandardCharsets.UTF_8)).isEqualTo("a\ufffdb\ufffd");
  }

  @Test
  void clear_beginsAgain() {
    BodyCapture capture = new BodyCapture(2);
    capture.add("abc".getBytes(StandardCharsets.UTF_8), 0, 3);
    capture.clear();
    capture.add('z');
    assertThat(capture.size()).isEqualTo(1);
    assertThat(capture.text(StandardCharsets.UTF_8)).isEqualTo("z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "EUC-KR", "UTF-16", "ISO-8859-1"})
  void characterTee_countsTheBytesOfTheWire(String name) {
    Charset charset = Charset.forName(name);
    String text = "a안녕😀é" + "말".repeat(3_000);
    BodyCapture capture = new BodyCapture(100_000);
    CharacterTee tee = new CharacterTee(capture, charset);
    for (char c : text.substring(0, 10).toCharArray()) {
      tee.add(c); // surrogates come in two calls
    }
    tee.add(text.toCharArray(), 10, 20);
    tee.add(text, 30, text.length());
    assertThat(capture.size()).isEqualTo(text.getBytes(charset).length);
    assertThat(capture.text(charset)).isEqualTo(new String(text.getBytes(charset), charset));
  }
}
