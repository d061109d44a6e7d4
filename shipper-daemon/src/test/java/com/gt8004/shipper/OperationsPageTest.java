package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What docs/OPERATIONS.md promises to hold. */
class OperationsPageTest {
  private static final Path PAGE = Path.of("../docs/OPERATIONS.md");

  @Test
  void runbook_hasAPartForEveryState() throws Exception {
    List<String> lines = Files.readAllLines(PAGE);
    for (ShipperState state : ShipperState.values()) {
      int heading = lines.indexOf("### `" + state + "`");
      assertThat(heading).as("a heading for " + state).isNotNegative();
      String text = String.join(" ", lines.subList(heading + 1, next(lines, heading)));
      assertThat(text).as(state.name()).hasSizeGreaterThan(40);
      if (!state.isReady()) {
        assertThat(text).as(state.name()).contains("*Cause.*", "*Cure.*");
      }
    }
  }

  private static int next(List<String> lines, int heading) {
    for (int line = heading + 1; line < lines.size(); line++) {
      if (lines.get(line).startsWith("#")) {
        return line;
      }
    }
    return lines.size();
  }

  @Test
  void alerts_nameOnlyStatesThatExist() throws Exception {
    String page = Files.readString(PAGE);
    var named = java.util.regex.Pattern.compile("state(?:=|!~)\"([A-Z_|]+)\"").matcher(page);
    int found = 0;
    while (named.find()) {
      assertThat(Arrays.stream(ShipperState.values()).map(Enum::name))
          .containsAll(List.of(named.group(1).split("\\|")));
      found++;
    }
    assertThat(found).isGreaterThan(3);
  }
}
