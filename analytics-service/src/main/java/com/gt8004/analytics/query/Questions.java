package com.gt8004.analytics.query;

import com.gt8004.analytics.http.Call;
import com.gt8004.analytics.http.Router;
import com.gt8004.analytics.store.CustomerStore;
import com.gt8004.analytics.store.CustomerUsageStore;
import com.gt8004.analytics.store.Database;
import com.gt8004.analytics.store.LogStore;
import com.gt8004.analytics.store.RollupStore;
import com.gt8004.analytics.store.Scope;
import com.gt8004.analytics.store.StatsStore;
import com.gt8004.analytics.store.WireStore;
import com.gt8004.analytics.time.ServiceClock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every question and where it is asked: below {@code /v1/agents/{id}/} about one agent, below {@code
 * /v1/dashboard/} about all that one may see. Thread-safe.
 */
public final class Questions {
  private static final String OF_AGENT = "/v1/agents/*/";
  private static final String OF_ALL = "/v1/dashboard/";

  private final Function<Call, @Nullable Scope> gate;
  private final StatsStore stats;
  private final ServiceClock clock;
  private final LogFeed feed;
  private final LogsQuestion logs;
  private final CustomersQuestion customers;
  private final Database database;

  /**
   * @param gate what a request may see, or null where it does not say who asks
   */
  public Questions(
      Database database, Function<Call, @Nullable Scope> gate, LogFeed feed, ServiceClock clock) {
    this.database = database;
    this.gate = gate;
    this.feed = feed;
    this.clock = clock;
    this.stats = new StatsStore(database);
    this.logs = new LogsQuestion(new LogStore(database));
    this.customers =
        new CustomersQuestion(new CustomerStore(database), new CustomerUsageStore(database));
  }

  /** Adds all routes. */
  public void addTo(Router router) {
    RollupStore rollups = new RollupStore(database);
    CustomerStore customerStore = new CustomerStore(database);
    StatsQuestion totals = new StatsQuestion(stats, rollups, customerStore);
    SeriesQuestion series = new SeriesQuestion(rollups);
    PaymentsQuestion payments = new PaymentsQuestion(rollups, customerStore);
    IngestionQuestion ingestion = new IngestionQuestion(new WireStore(database), stats);
    both(router, "stats", totals::totals);
    both(router, "stats/daily", totals::daily);
    both(
        router,
        "analytics",
        new AnalyticsQuestion(rollups, customerStore, new CustomerUsageStore(database)));
    both(router, "series", series::series);
    both(router, "latency", series::latency);
    both(router, "heatmap", series::heatMap);
    both(router, "performance", new PerformanceQuestion(rollups));
    both(router, "errors", new ErrorsQuestion(rollups));
    both(router, "revenue", payments::revenue);
    both(router, "payments", payments::payments);
    both(router, "funnel", customers::funnel);
    both(router, "customers", customers::list);
    both(router, "logs", logs::page);
    both(router, "logs/stream", feed::stream);
    both(router, "ingestion", ingestion::health);
    router.route("GET", OF_ALL + "agents", guarded(false, ingestion::agents));
    single(router, "logs/*", logs::one);
    single(router, "customers/*", customers::one);
    single(router, "customers/*/logs", logs::ofCustomer);
    single(router, "customers/*/tools", customers::tools);
    single(router, "customers/*/daily", customers::daily);
  }

  private void both(Router router, String name, Question question) {
    single(router, name, question);
    router.route("GET", OF_ALL + name, guarded(false, question));
  }

  private void single(Router router, String name, Question question) {
    router.route("GET", OF_AGENT + name, guarded(true, question));
  }

  private GuardedEndpoint guarded(boolean ofAgent, Question question) {
    return new GuardedEndpoint(
        gate, agentId -> stats.totals(agentId) != null, ofAgent, question, clock);
  }
}
