package com.gt8004.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.analytics.testing.TestService;
import com.gt8004.analytics.time.ServiceClock;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class DayPartitionsIT {
  private static final String ENTRY = """
      {"entries": [{"entry_id": "e", "request_id": "r", "method": "GET", "path": "/", "status_code": 200,
       "response_ms": 1, "timestamp": "%s"}]}""";

  private static String partitionOf(TestService service, String agentId) {
    return service.database().with(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(
              "SELECT tableoid::regclass::text FROM request_logs WHERE agent_id = '" + agentId
                  + "'")) {
        return result.next() ? result.getString(1) : "none";
      }
    });
  }

  @Test
  void ensureAround_movesRowsOutOfTheDefaultPartitionAndKeepsThemUnique() throws Exception {
    TestService service = TestService.shared();
    String key = service.addAgent("partitioned");
    String body = ENTRY.formatted("2031-05-17T23:59:59.999999Z");
    assertThat(service.ingest(key, body).json().get("accepted").asInt()).isEqualTo(1);
    assertThat(partitionOf(service, "partitioned")).isEqualTo("request_logs_default");

    DayPartitions partitions = new DayPartitions(service.database());
    LocalDate today = LocalDate.of(2031, 5, 15);
    assertThat(partitions.ensureAround(today))
        .isEqualTo(DayPartitions.DAYS_BACK + 1 + DayPartitions.DAYS_AHEAD);
    assertThat(partitionOf(service, "partitioned")).isEqualTo("request_logs_20310517");
    assertThat(partitions.ensureAround(today)).isZero();

    assertThat(service.ingest(key, body).json().get("duplicates").asInt()).isEqualTo(1);
    assertThat(service.totals("partitioned").totalRequests()).isEqualTo(1);
    assertThat(service.rows("partitioned")).hasSize(1);
  }

  @Test
  void role_isNoSuperuser() throws Exception {
    String superuser = TestService.shared().database().with(connection -> {
      try (ResultSet result = connection
          .createStatement()
          .executeQuery("SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user")) {
        result.next();
        return result.getString(1);
      }
    });
    assertThat(superuser).isEqualTo("false");
  }

  @Test
  void rowThatOnlyTheDatabaseRefuses_harmsNoOther() throws Exception {
    TestService service = TestService.shared();
    service.addAgent("refused");
    IngestStore store = new IngestStore(service.database(), ServiceClock.system());
    LogRow good = row("a", "/");
    LogRow bad = row("b", "x".repeat(5_000));
    LogRow alsoGood = row("c", "/");
    IngestStore.Stored stored = store.store(
        new IngestStore.Batch("refused", null, null, false, 0), List.of(good, bad, alsoGood));
    assertThat(stored.stored()).isEqualTo(2);
    assertThat(stored.refused()).containsOnlyKeys(bad);
    assertThat(service.rows("refused"))
        .extracting(row -> row.get("entry_id"))
        .containsExactlyInAnyOrder("a", "c");
    assertThat(service.totals("refused").rejectedEntries()).isEqualTo(1);
    assertThat(service.totals("refused").duplicateEntries()).isZero();
  }

  private static LogRow row(String id, String path) {
    return new LogRow()
        .foreign(id)
        .set(LogColumn.REQUEST_ID, id)
        .set(LogColumn.METHOD, "GET")
        .set(LogColumn.PATH, path)
        .set(LogColumn.STATUS_CODE, 200)
        .set(LogColumn.RESPONSE_MS, BigDecimal.ONE)
        .set(LogColumn.TRUNCATED, false)
        .set(LogColumn.SOURCE, "sdk");
  }
}
