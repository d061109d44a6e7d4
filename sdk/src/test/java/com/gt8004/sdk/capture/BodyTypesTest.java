package com.gt8004.sdk.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bodies are kept, and those that come packed. */
class BodyTypesTest {
  @Test
  void of_keepsTheseAlone() {
    BodyTypes types = BodyTypes.of("application/json", "text/*", "*+json", "application/x-own");
    assertThat(types.keeps("Application/JSON; charset=utf-8")).isTrue();
    assertThat(types.keeps("text/html")).isTrue();
    assertThat(types.keeps("application/problem+json")).isTrue();
    assertThat(types.keeps("application/x-own")).isTrue();
    assertThat(types.keeps("application/xml")).isFalse();
    assertThat(types.keeps(null)).isFalse();
    assertThat(types.keeps(" ")).isFalse();
    assertThat(BodyTypes.none().keeps("text/plain")).isFalse();
    assertThat(BodyTypes.text().keeps(null)).isTrue();
    assertThat(BodyTypes.text().keeps("image/png")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "", "*", "a*b/c", "*x*", "te*t/plain"})
  void of_refusesWhatIsNoType(String type) {
    assertThatThrownBy(() -> BodyTypes.of(type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + type + "\"");
  }

  @Test
  void read_unpacksGzipUpToTheLimitOfABody() {
    assertThat(read(gzip("안녕"), BodyCapture.BYTES_MAX)).isEqualTo(new BodyText.Read("안녕", false));
    BodyText.Read bomb = read(gzip("x".repeat(10_000_000)), BodyCapture.BYTES_MAX);
    assertThat(bomb).isEqualTo(new BodyText.Read("x".repeat(BodyCapture.BYTES_MAX), true));
  }

  @Test
  void read_unpacksWhatIsThereOfACutBody() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      text.append("말 ").append(i * 7_919L % 10_007).append(' ');
    }
    byte[] packed = gzip(text.toString());
    for (int kept : new int[] {0, 5, 12, 100, 2_000, packed.length - 1}) {
      BodyText.Read read = read(packed, kept);
      assertThat(read.text() == null || text.toString().startsWith(read.text())).isTrue();
      assertThat(read.text() == null || read.cut()).as("%d bytes", kept).isTrue();
    }
    assertThat(read(packed, 2_000).text()).isNotEmpty();
  }

  @Test
  void read_givesNoTextOfBrokenGzip() {
    byte[] packed = gzip("hello hello hello");
    packed[packed.length / 2] ^= 0x55;
    assertThat(read(packed, BodyCapture.BYTES_MAX).text()).isNull();
    byte[] half = Arrays.copyOf(gzip("hello hello hello"), 20);
    assertThat(read(half, BodyCapture.BYTES_MAX).text()).isNull();
  }

  private static BodyText.Read read(byte[] bytes, int kept) {
    BodyCapture capture = new BodyCapture(kept);
    capture.add(bytes, 0, bytes.length);
    return BodyText.read(capture, BodyTypes.text(), "text/plain; charset=utf-8", "gzip", null);
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException never) {
      throw new IllegalStateException(never);
    }
    return packed.toByteArray();
  }
}
