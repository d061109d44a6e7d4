package com.gt8004.analytics.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.analytics.store.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** Where the password of the database comes from. */
class DatabaseOptionsTest {
  private static final String URL = "jdbc:postgresql://localhost/gt8004";

  @TempDir
  Path folder;

  @Test
  void passwordFile_isRead_withoutItsNewline() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "s3cret \u00e9\n");

    assertThat(password(Map.of("GT8004_DATABASE_PASSWORD_FILE", file.toString())))
        .isEqualTo("s3cret \u00e9");
  }

  @Test
  void passwordFile_comesBeforeTheVariable() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "of the file");

    assertThat(password(Map.of(
            "GT8004_DATABASE_PASSWORD",
            "of the variable",
            "GT8004_DATABASE_PASSWORD_FILE",
            file.toString())))
        .isEqualTo("of the file");
    assertThat(password(Map.of("GT8004_DATABASE_PASSWORD", "of the variable")))
        .isEqualTo("of the variable");
  }

  @Test
  void missingPasswordFile_isWrongUsage_namingIt() {
    assertThatThrownBy(() -> password(
            Map.of("GT8004_DATABASE_PASSWORD_FILE", folder.resolve("none").toString())))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(folder.resolve("none").toString())
        .hasMessageContaining("NoSuchFileException");
  }

  private static @Nullable String password(Map<String, String> environment) {
    AnyCommand command = new AnyCommand();
    new CommandLine(command).parseArgs("--database-url", URL);
    DatabaseAddress address = command.database.choice(environment).external();
    return address == null ? null : address.password();
  }

  @Command
  private static final class AnyCommand {
    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();
  }
}
