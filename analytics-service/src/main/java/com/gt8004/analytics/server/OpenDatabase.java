package com.gt8004.analytics.server;

import com.gt8004.analytics.store.Database;
import com.gt8004.analytics.store.DatabaseAddress;
import com.gt8004.analytics.store.UnusableDatabaseException;
import com.gt8004.analytics.store.embedded.EmbeddedPostgres;
import com.gt8004.analytics.store.embedded.EmbeddedPostgresException;
import com.gt8004.analytics.time.Deadline;
import com.gt8004.analytics.time.ServiceClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A database with all that was started for it, closed in the right order. Thread-safe once open.
 */
public final class OpenDatabase implements AutoCloseable {
  /** As long as a service's first start may take. */
  private static final Duration NEIGHBOUR_LIMIT = Duration.ofSeconds(60);

  private static final Duration POLL = Duration.ofMillis(200);

  private final Database database;
  private final @Nullable EmbeddedPostgres own;
  private final @Nullable DataDirectory held;

  private OpenDatabase(
      Database database, @Nullable EmbeddedPostgres own, @Nullable DataDirectory held) {
    this.database = database;
    this.own = own;
    this.held = held;
  }

  /** For the service, which holds the data folder already. */
  static OpenDatabase forService(DatabaseChoice choice, DataDirectory directory, ServiceClock clock)
      throws CannotStartException {
    return choice.external() != null
        ? new OpenDatabase(open(choice.external()), null, null)
        : startOwn(choice, directory, null, clock);
  }

  /**
   * For a command: the named database; else that of the service which runs in the data folder; else
   * our own PostgreSQL, started for as long as the command takes.
   */
  public static OpenDatabase forCommand(DatabaseChoice choice, ServiceClock clock)
      throws CannotStartException {
    if (choice.external() != null) {
      return new OpenDatabase(open(choice.external()), null, null);
    }
    DataDirectory directory = DataDirectory.at(choice.dataDirectory());
    Deadline deadline = Deadline.in(NEIGHBOUR_LIMIT, clock);
    try {
      while (!directory.tryLock()) {
        DatabaseAddress running = EmbeddedPostgres.runningIn(directory.postgresHome());
        if (running != null) {
          return new OpenDatabase(open(running), null, null);
        }
        if (deadline.passed()) {
          throw new CannotStartException(
              "another process holds " + directory.path() + " but runs no database there;"
                  + " a service with its own database? then give this command the same --database-url");
        }
        clock.sleep(POLL);
      }
      return startOwn(choice, directory, directory, clock);
    } catch (EmbeddedPostgresException e) {
      throw new CannotStartException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStartException("interrupted while waiting for " + directory.path(), e);
    }
  }

  private static OpenDatabase startOwn(
      DatabaseChoice choice,
      DataDirectory directory,
      @Nullable DataDirectory held,
      ServiceClock clock)
      throws CannotStartException {
    try {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.start(directory.postgresHome(), choice.installedBin(), clock);
      try {
        return new OpenDatabase(open(postgres.address()), postgres, held);
      } catch (CannotStartException | RuntimeException e) {
        postgres.close();
        throw e;
      }
    } catch (EmbeddedPostgresException e) {
      throw new CannotStartException(e.getMessage(), e);
    }
  }

  private static Database open(DatabaseAddress address) throws CannotStartException {
    try {
      return Database.open(address);
    } catch (UnusableDatabaseException e) {
      throw new CannotStartException(e.getMessage(), e);
    }
  }

  /** The database. */
  public Database database() {
    return database;
  }

  /** Closes the pool, then stops what was started. Idempotent. */
  @Override
  public void close() {
    database.close();
    if (own != null) {
      own.close();
    }
    if (held != null) {
      held.close();
    }
  }
}
