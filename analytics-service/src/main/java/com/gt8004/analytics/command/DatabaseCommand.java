package com.gt8004.analytics.command;

import com.gt8004.analytics.server.CannotStartException;
import com.gt8004.analytics.server.OpenDatabase;
import com.gt8004.analytics.store.Database;
import com.gt8004.analytics.time.ServiceClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does its work on the database and ends; beside a running service or without one. */
abstract class DatabaseCommand implements Callable<Integer> {
  @Spec
  private @Nullable CommandSpec spec;

  @Mixin
  private DatabaseOptions options = new DatabaseOptions();

  /** Finds wrong usage before a database is started for it. */
  void check() {}

  /** The work; returns the exit code. */
  abstract int on(Database database, PrintWriter out) throws CannotStartException, IOException;

  @Override
  public final Integer call() throws CannotStartException, IOException {
    check();
    try (OpenDatabase open =
        OpenDatabase.forCommand(options.choice(System.getenv()), ServiceClock.system())) {
      return on(open.database(), spec().commandLine().getOut());
    }
  }

  final ParameterException usage(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec;
  }
}
