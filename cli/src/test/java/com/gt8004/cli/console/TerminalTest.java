package com.gt8004.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Console console(boolean terminal, Map<String, String> environment) {
    return new Console(
        InputStream.nullInputStream(),
        out,
        OutputStream.nullOutputStream(),
        environment,
        terminal,
        false);
  }

  private String written() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void colours_areForTerminalsThatWantThem() {
    String red = "\u001b[31mOFFLINE\u001b[0m";

    assertThat(console(true, Map.of()).paint(Colour.BAD, "OFFLINE")).isEqualTo(red);
    assertThat(console(true, Map.of("TERM", "xterm", "NO_COLOR", "")).paint(Colour.BAD, "OFFLINE"))
        .isEqualTo(red);
    assertThat(console(false, Map.of()).paint(Colour.BAD, "OFFLINE")).isEqualTo("OFFLINE");
    assertThat(console(true, Map.of("NO_COLOR", "1")).paint(Colour.BAD, "OFFLINE"))
        .isEqualTo("OFFLINE");
    assertThat(console(true, Map.of("TERM", "dumb")).paint(Colour.BAD, "OFFLINE"))
        .isEqualTo("OFFLINE");
  }

  @Test
  void colours_takeNoRoomInATable() {
    Console console = console(true, Map.of());
    Table table = new Table("A", "B").row(console.paint(Colour.GOOD, "x"), "1").row("long", "2");

    assertThat(table.lines()).containsExactly("A     B", "\u001b[32mx\u001b[0m     1", "long  2");
  }

  @Test
  void screen_isRedrawnInPlaceOnATerminal() {
    Screen screen = new Screen(console(true, Map.of()));
    screen.draw(List.of("one", "two"));
    screen.draw(List.of("three"));

    assertThat(written())
        .isEqualTo(
            "\u001b[2J\u001b[Hone\u001b[K\ntwo\u001b[K\n\u001b[J\u001b[Hthree\u001b[K\n\u001b[J");
  }

  @Test
  void screen_isOneLookBelowTheOtherElsewhere() {
    Screen screen = new Screen(console(false, Map.of()));
    screen.draw(List.of("one"));
    screen.draw(List.of("two"));

    assertThat(written()).isEqualTo("one\n\ntwo\n");
  }

  @Test
  void whatReachesTheOutput_isWholeLines() {
    Console console = console(false, Map.of());
    String line = "x".repeat(999);
    for (int i = 0; i < 100; i++) {
      console.out(line);
      assertThat(out.size() % 1_000).isZero();
    }
    console.out("y".repeat(100_000));
    console.flush();

    assertThat(written()).hasSize(100 * 1_000 + 100_001).endsWith("y\n");
  }
}
