package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Types what docs/cli.md shows, and compares. */
@Timeout(120)
class CliSessionIT {
  private static final Path DOCUMENT = Path.of("..", "docs", "cli.md");
  private static final String SHOWN_ROOT = "/var/lib/gt8004/queues";
  private static final String SHOWN_KEY = "/etc/gt8004/api-key";
  private static final String SHOWN_SERVICE = "http://127.0.0.1:9093";

  @TempDir
  Path folder;

  @Test
  void document_showsWhatTheCommandsSay() throws Exception {
    Path root = Files.createDirectory(folder.toRealPath().resolve("q"));
    Path work = Files.createDirectory(folder.toRealPath().resolve("work"));
    List<SessionScript.Step> steps = SessionScript.parse(Files.readAllLines(DOCUMENT));
    assertThat(steps).as("steps of %s", DOCUMENT).hasSizeGreaterThan(20);
    SessionShell shell = new SessionShell(work);
    try (SessionStage stage = new SessionStage(root, work, folder)) {
      SessionLikeness likeness = new SessionLikeness(Map.of(
          SHOWN_ROOT,
          root.toString(),
          SHOWN_KEY,
          stage.keyFile().toString(),
          SHOWN_SERVICE,
          stage.serviceUrl()));
      for (int i = 0; i < steps.size(); i++) {
        SessionScript.Step step = steps.get(i);
        for (String given : step.given()) {
          stage.bringAbout(given);
        }
        likeness.check(step, shell.run(likeness.real(step.typed())));
        boolean toldNext = i + 1 < steps.size() && steps.get(i + 1).typed().equals("echo $?");
        assertThat(toldNext || shell.lastExitCode() == 0)
            .as("%s ends with %d, which the document does not show", step, shell.lastExitCode())
            .isTrue();
      }
    }
  }
}
