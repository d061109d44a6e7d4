package com.gt8004.cli.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
  /** Gives at most so many bytes at once, as pipes do. */
  private static InputStream inPieces(byte[] bytes, int pieceMax) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, pieceMax));
      }
    };
  }

  private static List<String> lines(byte[] bytes, int pieceMax) throws IOException {
    LineReader reader = new LineReader(inPieces(bytes, pieceMax));
    List<String> lines = new ArrayList<>();
    while (reader.next()) {
      String text = reader.tooLong()
          ? "TOO LONG"
          : new String(reader.bytes(), reader.offset(), reader.length(), StandardCharsets.UTF_8);
      lines.add(reader.number() + ":" + text);
    }
    return lines;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1_000_000})
  void next_cutsAtLineEnds_whateverThePieces(int pieceMax) throws Exception {
    assertThat(lines(utf8("안녕\n\nb\nlast"), pieceMax))
        .containsExactly("1:안녕", "2:", "3:b", "4:last");
    assertThat(lines(utf8("a\n"), pieceMax)).containsExactly("1:a");
    assertThat(lines(utf8(""), pieceMax)).isEmpty();
    assertThat(lines(utf8("\n"), pieceMax)).containsExactly("1:");
  }

  @Test
  void next_leavesOutAByteOrderMark() throws Exception {
    assertThat(lines(utf8("\uFEFF{}\n\uFEFF"), 100)).containsExactly("1:{}", "2:\uFEFF");
  }

  @Test
  void next_keepsManyAndLongLinesWhole() throws Exception {
    StringBuilder text = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 500; i++) {
      String line = "x".repeat(i * 37 % 1_500) + i;
      text.append(line).append('\n');
      expected.add(i + ":" + line);
    }
    expected.add("501:" + "y".repeat(300_000));
    text.append("y".repeat(300_000));

    assertThat(lines(utf8(text.toString()), 4_096)).isEqualTo(expected);
  }

  @Test
  void tooLongLine_isPassedOver_andTheNextIsWhole() throws Exception {
    String tooLong = "z".repeat(LineReader.LINE_BYTES_MAX + 10);

    assertThat(lines(utf8("a\n" + tooLong + "\nb\n"), 1 << 20))
        .containsExactly("1:a", "2:TOO LONG", "3:b");
    assertThat(lines(utf8("a\n" + tooLong), 1 << 20)).containsExactly("1:a", "2:TOO LONG");
  }

  @Test
  void blank_isSpaceOnly() throws Exception {
    LineReader reader = new LineReader(inPieces(utf8(" \t\r\n{}\r\n"), 100));

    assertThat(reader.next()).isTrue();
    assertThat(reader.blank()).isTrue();
    assertThat(reader.next()).isTrue();
    assertThat(reader.blank()).isFalse();
  }
}
