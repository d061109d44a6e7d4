package com.gt8004.cli;

import com.gt8004.cli.console.Console;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.queue.EpochClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Uses what the everyday commands use, on a queue of its own in a temporary folder: the launchers run
 * this once per Java and build, so that the JVM writes down the classes which it needs
 * (-XX:ArchiveClassesAtExit) and later starts read them ready-made. Says nothing; what fails costs speed only.
 */
final class WarmUp {
  private static final List<String> COMMANDS =
      List.of("status --journals", "inspect", "inspect --output json", "export", "tail", "--help");

  private WarmUp() {}

  public static void main(String[] arguments) throws IOException {
    QuietLogging.install();
    Path folder = Files.createTempDirectory("gt8004-warm-up-");
    try {
      run(folder);
    } finally {
      delete(folder);
    }
  }

  private static void run(Path folder) {
    try (GT8004Logger logger =
        GT8004Logger.builder().agentId("warm-up").queueRoot(folder).build()) {
      logger.log(RequestLogEntry.builder()
          .method("GET")
          .path("/")
          .statusCode(200)
          .responseMs(1)
          .requestBody("{}")
          .build());
      all(folder); // beside a living writer
    }
    all(folder); // and without one
  }

  private static void all(Path folder) {
    Map<String, String> environment = Map.of("GT8004_QUEUE_ROOT", folder.toString());
    for (String command : COMMANDS) {
      Console nowhere = new Console(
          InputStream.nullInputStream(),
          OutputStream.nullOutputStream(),
          OutputStream.nullOutputStream(),
          environment,
          false);
      int unused = Gt8004.run(nowhere, EpochClock.system(), command.split(" ", -1));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
