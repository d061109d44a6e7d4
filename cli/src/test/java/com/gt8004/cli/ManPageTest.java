package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManPageTest {
  @TempDir
  Path folder;

  @BeforeEach
  void write() throws Exception {
    ManPages.write(folder, "1.2.3");
  }

  private List<Path> pages() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void eachCommand_hasAPage_withExamplesAndExitCodes() throws Exception {
    assertThat(pages())
        .extracting(page -> page.getFileName().toString())
        .contains("gt8004.1", "gt8004-status.1", "gt8004-export.1", "gt8004-append.1");
    for (Path page : pages()) {
      assertThat(Files.readString(page))
          .as(page.toString())
          .startsWith(".TH \"GT8004")
          .contains(".SH \"NAME\"", ".SH \"SYNOPSIS\"", ".SH \"EXAMPLES\"", ".SH \"EXIT STATUS\"")
          .contains("gt8004 1.2.3");
    }
    assertThat(Files.readString(folder.resolve("gt8004-status.1")))
        .contains("\\fB\\-\\-interval\\fR \\fISECONDS\\fR")
        .contains(".EX\ngt8004 status\n");
  }

  @Test
  void pages_areReadByGroffWithoutAWarning() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "this machine has no groff");
    for (Path page : pages()) {
      Process groff = new ProcessBuilder("groff", "-man", "-Tutf8", "-ww", page.toString())
          .redirectErrorStream(false)
          .start();
      String out = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String err = new String(groff.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(groff.waitFor()).isZero();
      assertThat(err).as(page.toString()).isEmpty();
      assertThat(out).contains("gt8004 1.2.3");
    }
  }
}
