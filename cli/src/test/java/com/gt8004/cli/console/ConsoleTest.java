package com.gt8004.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.cli.FixedClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Console console(boolean terminal) {
    return new Console(InputStream.nullInputStream(), out, err, Map.of(), terminal);
  }

  private static final class BrokenPipe extends OutputStream {
    private final String reason;

    BrokenPipe(String reason) {
      this.reason = reason;
    }

    @Override
    public void write(int b) throws IOException {
      throw new IOException(reason);
    }
  }

  @Test
  void out_isUtf8() {
    Console console = console(false);
    console.out("안녕");
    console.flush();

    assertThat(out.toByteArray()).isEqualTo("안녕\n".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"Broken pipe, true", "No space left on device, false"})
  void closedOutput_endsTheCommand_andSaysWhetherThatIsAFailure(String reason, boolean readerLeft) {
    Console console =
        new Console(InputStream.nullInputStream(), new BrokenPipe(reason), err, Map.of(), false);
    console.out("a line in the buffer");

    assertThatThrownBy(console::flush)
        .isInstanceOfSatisfying(
            OutputClosedException.class, e -> assertThat(e.readerLeft()).isEqualTo(readerLeft));
    console.flush(); // told once
  }

  @Test
  void progress_isRedrawnInPlaceOnATerminal() {
    FixedClock clock = new FixedClock(Instant.EPOCH);
    try (ProgressLine progress = new ProgressLine(console(true), clock, Duration.ofSeconds(1))) {
      progress.show("too early");
      clock.advance(Duration.ofSeconds(1));
      progress.show("first");
      progress.show("too soon");
      clock.advance(Duration.ofMillis(200));
      progress.show("second");
    }

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r\u001b[Kfirst\r\u001b[Ksecond\r\u001b[K");
  }

  @Test
  void progress_isALineNowAndThenElsewhere() {
    FixedClock clock = new FixedClock(Instant.EPOCH);
    try (ProgressLine progress = new ProgressLine(console(false), clock, Duration.ZERO)) {
      progress.show("first");
      clock.advance(Duration.ofSeconds(9));
      progress.show("too soon");
      clock.advance(Duration.ofSeconds(1));
      progress.show("second");
    }

    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("first\nsecond\n");
  }

  @Test
  void bar_tellsShareRateAndTimeLeft() {
    assertThat(ProgressLine.bar("shipping", 1_200, 4_800, 0, 2))
        .isEqualTo("shipping [======>                 ] 1,200 of 4,800  600/s  6 s left");
    assertThat(ProgressLine.bar("shipping", 5, 5, 0, 1))
        .isEqualTo("shipping [========================] 5 of 5  5/s");
    assertThat(ProgressLine.bar("shipping", 0, 0, 0, 0))
        .isEqualTo("shipping [========================] 0 of 0  0/s");
  }

  @Test
  void bar_ofWorkThatWentOn_hasTheRateOfThisRun() {
    assertThat(ProgressLine.bar("shipping", 1_200, 4_800, 1_000, 2))
        .endsWith("1,200 of 4,800  100/s  36 s left");
  }

  @Test
  void end_waitsForWhatIsUnderWay_whichMaySpeakUntilThen() {
    Console console = console(false);
    assertThat(console.beforeEnd(() -> {
          console.out("came so far");
          console.flush();
        }))
        .isTrue();
    assertThat(console.ending()).isFalse();

    console.end();
    console.out("too late");
    console.flush();

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("came so far\n");
    assertThat(console.ending()).isTrue();
    assertThat(console.beforeEnd(() -> {})).as("nobody will do it").isFalse();
  }

  @Test
  void end_doesNotStopWhatIsOver() {
    Console console = console(false);
    boolean unused = console.beforeEnd(() -> console.out("stopped"));
    console.nothingBeforeEnd();

    console.end();

    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 0 s", "59.2, 1 min 0 s", "200, 3 min 20 s", "18120, 5 h 2 min", "273600, 3 d 4 h"
  })
  void duration_hasTwoUnits(double seconds, String text) {
    assertThat(ProgressLine.duration(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "1023, 1023 B", "1536, 1.5 KiB", "20971520, 20 MiB", "10737418240, 10 GiB"})
  void bytes_haveOneUnit(long bytes, String text) {
    assertThat(Quantity.bytes(bytes)).isEqualTo(text);
  }

  @Test
  void table_alignsWideCharactersToo() {
    assertThat(new Table("QUEUE", "N").row("에이전트", "1").row("my-agent", "22").lines())
        .containsExactly("QUEUE     N", "에이전트  1", "my-agent  22");
  }
}
