package com.gt8004.analytics.command;

import com.gt8004.analytics.server.DataDirectory;
import com.gt8004.analytics.server.DatabaseChoice;
import com.gt8004.analytics.store.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which database, shared by all commands. */
final class DatabaseOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = {
        "Folder of the service and of its own PostgreSQL.",
        "Env GT8004_ANALYTICS_DATA_DIR; default /var/lib/gt8004/analytics where writable, else"
            + " ~/.local/state/gt8004/analytics."
      })
  private @Nullable Path dataDir;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description = {
        "jdbc:postgresql://host:5432/db of a PostgreSQL 15 or newer. Env GT8004_DATABASE_URL,",
        "with GT8004_DATABASE_USER and GT8004_DATABASE_PASSWORD (or _PASSWORD_FILE, which names a file).",
        "Default: our own PostgreSQL in --data-dir."
      })
  private @Nullable String databaseUrl;

  @Option(
      names = "--pg-bin",
      paramLabel = "DIR",
      description =
          "Run our own cluster with an installed PostgreSQL's programs, such as /usr/lib/postgresql/15/bin.")
  private @Nullable Path pgBin;

  DatabaseChoice choice(Map<String, String> environment) {
    String url = databaseUrl != null ? databaseUrl : environment.get("GT8004_DATABASE_URL");
    return new DatabaseChoice(
        directory(environment), url == null ? null : address(url, environment), pgBin);
  }

  private Path directory(Map<String, String> environment) {
    if (dataDir != null) {
      return dataDir;
    }
    String fromEnvironment = environment.get("GT8004_ANALYTICS_DATA_DIR");
    return fromEnvironment != null ? Path.of(fromEnvironment) : DataDirectory.defaultPath();
  }

  private DatabaseAddress address(String url, Map<String, String> environment) {
    try {
      return new DatabaseAddress(
          url, environment.get("GT8004_DATABASE_USER"), password(environment));
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  /** A file, as container secrets and systemd credentials are; a unit or a compose file then holds no secret. */
  private @Nullable String password(Map<String, String> environment) {
    String file = environment.get("GT8004_DATABASE_PASSWORD_FILE");
    if (file == null || file.isBlank()) {
      return environment.get("GT8004_DATABASE_PASSWORD");
    }
    try {
      return Files.readString(Path.of(file)).stripTrailing();
    } catch (IOException e) {
      throw usage("GT8004_DATABASE_PASSWORD_FILE names " + file + ", which cannot be read ("
          + e.getClass().getSimpleName()
          + "); it must hold the password and be this user's to read");
    }
  }

  private ParameterException usage(@Nullable String message) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return new ParameterException(spec.commandLine(), message);
  }
}
