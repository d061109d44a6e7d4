package com.gt8004.cli;

import com.gt8004.cli.console.Console;
import com.gt8004.sdk.queue.EpochClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** Writes the manual pages of all commands into a folder: a step of the distribution's build. */
public final class ManPages {
  private ManPages() {}

  /** The folder, and the version that the pages name. */
  public static void main(String[] arguments) throws IOException {
    write(Path.of(arguments[0]), arguments[1]);
  }

  static void write(Path folder, String version) throws IOException {
    Files.createDirectories(folder);
    Console nowhere = new Console(
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        OutputStream.nullOutputStream(),
        Map.of(),
        false);
    page(Gt8004.commands(nowhere, EpochClock.system()), folder, version);
  }

  private static void page(CommandLine command, Path folder, String version) throws IOException {
    Files.writeString(
        folder.resolve(ManPage.name(command.getCommandSpec()) + ".1"),
        ManPage.of(command.getCommandSpec(), version));
    for (CommandLine sub : command.getSubcommands().values()) {
      page(sub, folder, version);
    }
  }
}
