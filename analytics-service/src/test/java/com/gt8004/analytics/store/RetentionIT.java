package com.gt8004.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.analytics.testing.TestService;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class RetentionIT {
  private static final String ENTRY = """
      {"entries": [{"entry_id": "%s", "request_id": "r", "method": "GET", "path": "/", "status_code": 200,
       "response_ms": 5, "timestamp": "%s", "request_body": "secret", "response_body": "more",
       "headers": {"a": "b"}}]}""";

  @Test
  void bodies_areBlankedBeforeRowsAreAndComeNotBack() throws Exception {
    TestService service = TestService.shared();
    Recounts database = new Recounts(service.database());
    String key = service.addAgent("bodies");
    service.ingest(key, ENTRY.formatted("old", "2002-01-01T10:00:00Z"));
    service.ingest(key, ENTRY.formatted("new", "2002-01-02T10:00:00Z"));
    Expiry expiry = new Expiry(service.database());
    try {
      assertThat(expiry.bodiesBefore(LocalDate.parse("2002-01-02"))).isPositive();
      service.ingest(key, ENTRY.formatted("late", "2002-01-01T11:00:00Z"));
      assertThat(database.value(
              "SELECT string_agg(foreign_entry_id || ':' || coalesce(request_body, '-')"
                  + " || coalesce(response_body, '-') || coalesce(headers::text, '-'), ' ' ORDER BY arrival)"
                  + " FROM request_logs WHERE agent_id = 'bodies'"))
          .isEqualTo("old:--- new:secretmore{\"a\": \"b\"} late:---");
      assertThat(expiry.bodiesBefore(LocalDate.parse("2002-01-02"))).isZero();
      assertThat(service.totals("bodies").totalRequests()).isEqualTo(3);
    } finally {
      database.update("UPDATE retention SET bodies_before = NULL");
    }
  }
}
