package com.gt8004.analytics.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.gt8004.analytics.access.Gate;
import com.gt8004.analytics.access.LoginLink;
import com.gt8004.analytics.access.SessionEndpoint;
import com.gt8004.analytics.dashboard.OverviewEndpoint;
import com.gt8004.analytics.dashboard.StaticPages;
import com.gt8004.analytics.http.Call;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.http.Router;
import com.gt8004.analytics.ingest.IngestEndpoint;
import com.gt8004.analytics.ingest.IngestMetrics;
import com.gt8004.analytics.ingest.KeyRing;
import com.gt8004.analytics.ingest.RateLimit;
import com.gt8004.analytics.metrics.Metrics;
import com.gt8004.analytics.query.LogFeed;
import com.gt8004.analytics.query.OpenApi;
import com.gt8004.analytics.query.Questions;
import com.gt8004.analytics.query.SequencesEndpoint;
import com.gt8004.analytics.store.AgentStore;
import com.gt8004.analytics.store.Database;
import com.gt8004.analytics.store.IngestStore;
import com.gt8004.analytics.store.LogStore;
import com.gt8004.analytics.store.Recount;
import com.gt8004.analytics.store.SequenceStore;
import com.gt8004.analytics.store.SessionStore;
import com.gt8004.analytics.store.StatsStore;
import com.gt8004.analytics.store.StoreFailure;
import com.gt8004.analytics.time.ServiceClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service. {@link #start} returns when it answers; {@link #close} when everything it
 * started has ended. Thread-safe.
 */
public final class AnalyticsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AnalyticsServer.class);

  private final ServiceSettings settings;
  private final DataDirectory directory;
  private final HttpListener listener;
  private final OpenDatabase database;
  private final Upkeep upkeep;
  private final LogFeed feed;
  private final Metrics metrics = new Metrics();
  private volatile boolean stopping;
  private volatile Set<String> routes = Set.of();

  private AnalyticsServer(
      DataDirectory directory,
      HttpListener listener,
      OpenDatabase database,
      ServiceSettings settings,
      ServiceClock clock) {
    this.settings = settings;
    this.directory = directory;
    this.listener = listener;
    this.database = database;
    this.feed = new LogFeed(new LogStore(database.database()), clock);
    this.upkeep = new Upkeep(database.database(), settings, listener, clock);
  }

  /** Starts with everything but the address as it is where nothing is said. */
  public static AnalyticsServer start(
      InetSocketAddress listen, DatabaseChoice choice, ServiceClock clock)
      throws CannotStartException {
    return start(ServiceSettings.at(listen), choice, clock);
  }

  /** Starts everything, or takes back what it had started and says why it cannot. */
  public static AnalyticsServer start(
      ServiceSettings settings, DatabaseChoice choice, ServiceClock clock)
      throws CannotStartException {
    DataDirectory directory = DataDirectory.at(choice.dataDirectory());
    if (!directory.tryLock()) {
      throw new CannotStartException("another analytics service runs on " + directory.path() + " "
          + directory.readServiceFile()
          + "; stop it, or give this one its own folder with --data-dir");
    }
    try {
      // First, because a taken port is found in a moment and a database takes seconds.
      HttpListener listener = HttpListener.bind(settings);
      try {
        return startBehind(listener, directory, settings, choice, clock);
      } catch (CannotStartException | RuntimeException e) {
        stopQuietly(listener);
        throw e;
      }
    } catch (CannotStartException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static AnalyticsServer startBehind(
      HttpListener listener,
      DataDirectory directory,
      ServiceSettings settings,
      DatabaseChoice choice,
      ServiceClock clock)
      throws CannotStartException {
    OpenDatabase database = OpenDatabase.forService(choice, directory, clock);
    try {
      if (new Recount(database.database()).ofAllIfDue()) {
        LOG.info("counted the rows of an older version into the rollups of this one");
      }
      AnalyticsServer server = new AnalyticsServer(directory, listener, database, settings, clock);
      server.upkeep.start();
      server.feed.start();
      Router router = server.routes(clock);
      server.routes = router.routes();
      listener.serve(router);
      directory.writeServiceFile(ProcessHandle.current().pid(), listener.url());
      return server;
    } catch (CannotStartException | RuntimeException e) {
      database.close();
      throw e;
    } catch (Exception e) {
      database.close();
      throw new CannotStartException("cannot start: " + e, e);
    }
  }

  /** Every route, for tests that compare them with what is documented. */
  public Set<String> routes() {
    return routes;
  }

  private Router routes(ServiceClock clock) {
    Database db = database.database();
    StatsStore stats = new StatsStore(db);
    KeyRing keys = new KeyRing(new AgentStore(db), clock);
    SequenceStore sequences = new SequenceStore(db);
    SessionStore sessions = new SessionStore(db);
    Gate gate = new Gate(keys::agentOf, sessions, clock);
    IngestEndpoint ingest = new IngestEndpoint(
        keys,
        new IngestStore(db, clock),
        sequences,
        new RateLimit(settings.requestsPerSecond(), clock),
        new IngestMetrics(metrics),
        clock);
    metrics.gauge("gt8004_log_streams", "Live log streams that are open.", feed::clients);
    metrics.gauge(
        "gt8004_database_up",
        "1 when the database answers; alert on 0.",
        () -> db.answers() ? 1 : 0);
    Router router = new Router()
        .route("POST", "/v1/ingest", ingest)
        .route("GET", "/v1/journals/*/sequences", new SequencesEndpoint(keys::agentOf, sequences))
        .route("GET", "/v1/dashboard/overview", new OverviewEndpoint(gate::of, stats, clock))
        .route("GET", "/openapi.json", new OpenApi())
        .route("GET", "/metrics", this::metrics)
        .route("GET", "/healthz", call -> status("ok"))
        .route("GET", "/readyz", this::ready);
    new SessionEndpoint(keys::agentOf, sessions, gate, clock).addTo(router);
    new Questions(db, gate::of, feed, clock).addTo(router);
    StaticPages.addTo(router);
    return router;
  }

  private Reply metrics(Call call) {
    return new Reply(
        200,
        "text/plain; version=0.0.4; charset=utf-8",
        metrics.text().getBytes(StandardCharsets.UTF_8),
        Map.of("Cache-Control", "no-store"));
  }

  private Reply ready(Call call) {
    if (stopping) {
      return Reply.error(503, "stopping");
    }
    return database.database().answers()
        ? status("ready")
        : Reply.unavailable("the database is away", 5);
  }

  private static Reply status(String text) {
    return Reply.json(200, JsonNodeFactory.instance.objectNode().put("status", text));
  }

  /** Where it answers, ending in a slash. */
  public String url() {
    return listener.url();
  }

  /** A link with which one browser may see everything, where none was ever made; else null. */
  public @Nullable String firstLoginLink(ServiceClock clock) {
    SessionStore sessions = new SessionStore(database.database());
    try {
      return sessions.hasLinks() ? null : LoginLink.make(sessions, url(), clock);
    } catch (StoreFailure e) {
      LOG.warn("no login link was made; make one with: login-link ({})", e.getMessage());
      return null;
    }
  }

  /** Stops in the order of the data's way: listener, pool, PostgreSQL. Idempotent, bounded. */
  @Override
  public synchronized void close() {
    if (stopping) {
      return;
    }
    stopping = true;
    upkeep.close();
    feed.close();
    stopQuietly(listener);
    database.close();
    try {
      directory.removeServiceFile();
    } catch (IOException e) {
      LOG.warn("service.json stays behind in {}: {}", directory.path(), e.getMessage());
    }
    directory.close();
  }

  private static void stopQuietly(HttpListener listener) {
    try {
      listener.stop();
    } catch (Exception e) {
      LOG.warn("the listener did not stop cleanly: {}", e.toString());
    }
  }
}
