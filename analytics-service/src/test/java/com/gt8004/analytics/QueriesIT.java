package com.gt8004.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.analytics.testing.ApiSchema;
import com.gt8004.analytics.testing.TestService;
import com.gt8004.analytics.testing.TestService.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every question: documented, guarded, and answered with the numbers of entries that are known here. */
class QueriesIT {
  private static final String AGENT = "questions";
  private static final String DAYS = "?from=2026-03-01&to=2026-03-10";
  private static TestService service;
  private static String key;
  private static ApiSchema schema;

  @BeforeAll
  static void start() throws Exception {
    service = TestService.shared();
    key = service.addAgent(AGENT);
    schema = new ApiSchema(service.get("openapi.json", key).json());
    List<String> entries = new ArrayList<>();
    // Ten days of 24 entries, on the hour; the fourth day without any. In Seoul each day begins at
    // 15:00.
    for (int day = 1; day <= 10; day++) {
      for (int hour = 0; hour < 24 && day != 4; hour++) {
        entries.add(entry(day, hour));
      }
    }
    assertThat(service
            .ingest(key, "{\"entries\": [" + String.join(",", entries) + "]}")
            .json()
            .get("accepted")
            .asInt())
        .isEqualTo(216);
  }

  private static String entry(int day, int hour) {
    int status = hour == 0 ? 500 : hour == 1 ? 402 : hour == 2 ? 504 : 200;
    String payment = hour == 3
        ? ", \"x402_amount\": 0.25, \"x402_tx_hash\": \"0x%d\"".formatted(day)
        : hour == 4 ? ", \"x402_amount\": 0.1" : "";
    return """
        {"entry_id": "q-%d-%d", "request_id": "r-%d-%d", "method": "POST", "path": "/run?n=%d", "status_code": %d,
         "response_ms": %d, "timestamp": "2026-03-%02dT%02d:00:00Z", "customer_id": "customer-%d", "tool_name": "tool-%d",
         "protocol": "%s", "error_type": %s, "request_body": "{\\"n\\": %d}", "headers": {"X-Trace": "t-%d"}%s}""".formatted(
            day,
            hour,
            day,
            hour,
            hour,
            status,
            (hour + 1) * 10,
            day,
            hour,
            hour % 5,
            hour % 3,
            hour % 2 == 0 ? "mcp" : "a2a",
            status == 500 ? "\"Boom\"" : "null",
            hour,
            hour,
            payment);
  }

  private static JsonNode ask(String question) throws Exception {
    Answer answer = service.get("v1/agents/" + AGENT + "/" + question, key);
    assertThat(answer.status()).as("%s: %s", question, answer.json()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void document_namesEveryRouteAndNoOther() {
    Set<String> documented = new TreeSet<>();
    schema.document().get("paths").properties().forEach(path -> path.getValue()
        .fieldNames()
        .forEachRemaining(method -> documented.add(
            method.toUpperCase() + " " + path.getKey().replaceAll("\\{[a-z_]+}", "*"))));
    Set<String> routes = new TreeSet<>(service.routes());
    routes.removeIf(route ->
        !route.contains("/v1/") && !route.matches("GET /(healthz|readyz|metrics|openapi.json)"));
    assertThat(routes).isEqualTo(documented);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stats",
        "stats/daily",
        "analytics",
        "series",
        "latency",
        "heatmap",
        "performance",
        "errors",
        "revenue",
        "payments",
        "funnel",
        "customers",
        "logs",
        "ingestion"
      })
  void answers_areAsDocumentedAndForWhoMaySeeThem(String question) throws Exception {
    String query = question.matches("stats|customers|ingestion") ? "" : DAYS;
    assertThat(schema.faults("/v1/agents/{agent_id}/" + question, ask(question + query)))
        .isEmpty();
    Answer all = service.getAsAdmin("v1/dashboard/" + question + query);
    assertThat(all.status()).isEqualTo(200);
    assertThat(schema.faults("/v1/dashboard/" + question, all.json())).isEmpty();
    Answer own = service.get("v1/dashboard/" + question + query, key);
    if (!question.equals("ingestion")) {
      assertThat(own.json()).isEqualTo(ask(question + query));
    }
    String other = service.addAgent("questions-other-" + question);
    assertThat(service.get("v1/agents/" + AGENT + "/" + question, other).status())
        .isEqualTo(403);
    assertThat(service
            .get("v1/dashboard/" + question + "?agent_id=" + AGENT, other)
            .status())
        .isEqualTo(403);
    assertThat(
            service.get("v1/agents/" + AGENT + "/" + question, "gt8004_sk_no").status())
        .isEqualTo(401);
    assertThat(service.getAsAdmin("v1/agents/nobody/" + question).status()).isEqualTo(404);
  }

  @Test
  void answersAboutOne_areAsDocumented() throws Exception {
    String customer = "customers/customer-3";
    assertThat(schema.faults("/v1/agents/{agent_id}/customers/{customer_id}", ask(customer)))
        .isEmpty();
    for (String more : List.of("logs", "tools", "daily")) {
      assertThat(schema.faults(
              "/v1/agents/{agent_id}/customers/{customer_id}/" + more,
              ask(customer + "/" + more + DAYS)))
          .isEmpty();
    }
    assertThat(ask(customer).get("total_requests").asInt()).isEqualTo(45);
    assertThat(ask(customer + "/daily" + DAYS).get("stats")).hasSize(9);
    assertThat(ask(customer + "/tools" + DAYS).at("/tools/0/call_count").asInt())
        .isEqualTo(18);
    assertThat(service.get("v1/agents/" + AGENT + "/customers/nobody", key).status())
        .isEqualTo(404);
    assertThat(schema.faults(
            "/v1/dashboard/overview",
            service.getAsAdmin("v1/dashboard/overview").json()))
        .isEmpty();
    assertThat(schema.faults(
            "/v1/dashboard/agents", service.getAsAdmin("v1/dashboard/agents").json()))
        .isEmpty();
  }

  @Test
  void totals_areExactOverOddEnds() throws Exception {
    assertThat(ask("performance?from=2026-03-01T00:00:00Z&to=2026-03-11T00:00:00Z")
            .get("total_requests")
            .asInt())
        .isEqualTo(216);
    assertThat(ask("performance?from=2026-03-02T05:30:00Z&to=2026-03-05T05:01:00Z")
            .get("total_requests")
            .asInt())
        .isEqualTo(18 + 24 + 6);
    assertThat(ask("performance?from=2026-03-02T05:00:00Z&to=2026-03-02T05:01:00Z")
            .get("total_requests")
            .asInt())
        .isEqualTo(1);
    assertThat(ask("performance?from=2026-03-02T05:01:00Z&to=2026-03-02T05:59:00Z")
            .get("total_requests")
            .asInt())
        .isZero();
    JsonNode daily = ask("stats/daily" + DAYS);
    assertThat(daily.get("stats")).hasSize(9);
    assertThat(daily.at("/stats/3/date").asText()).isEqualTo("2026-03-05");
    assertThat(daily.at("/stats/0/errors").asInt()).isEqualTo(2);
    assertThat(daily.at("/stats/0/unique_customers").asInt()).isEqualTo(5);
    assertThat(daily.at("/stats/0/revenue").decimalValue()).isEqualByComparingTo("0.35");
    assertThat(daily.at("/stats/0/unproven_revenue").decimalValue()).isEqualByComparingTo("0.1");
    assertThat(daily.at("/stats/0/avg_response_ms").asDouble()).isEqualTo(125);
    assertThat(daily.at("/stats/0/p95_response_ms").asDouble()).isCloseTo(228, within(23.0));
  }

  @ParameterizedTest
  @CsvSource({
    "UTC,2026-03-01,24",
    "Asia/Seoul,2026-03-01,15",
    "Asia/Kolkata,2026-03-01,19",
    "-03:30,2026-02-28,4",
    "UTC+9,2026-03-01,15"
  })
  void days_areThoseOfTheZone(String zone, String first, int requests) throws Exception {
    JsonNode daily =
        ask("stats/daily?from=2026-02-25&to=2026-03-15&tz=" + zone.replace("+", "%2B"));
    assertThat(daily.at("/stats/0/date").asText()).isEqualTo(first);
    assertThat(daily.at("/stats/0/requests").asInt()).isEqualTo(requests);
    int all = 0;
    for (JsonNode day : daily.get("stats")) {
      all += day.get("requests").asInt();
    }
    assertThat(all).isEqualTo(216);
  }

  @Test
  void latency_isDistributedAsItWas() throws Exception {
    JsonNode latency = ask("latency" + DAYS + "&step=day");
    long counted = 0;
    for (JsonNode bucket : latency.get("histogram")) {
      counted += bucket.get("count").asLong();
    }
    assertThat(counted).isEqualTo(216);
    assertThat(latency.get("p50_response_ms").asDouble()).isCloseTo(120, within(12.0));
    assertThat(latency.get("max_response_ms").asDouble()).isEqualTo(240);
    assertThat(latency.get("series")).hasSize(9);
  }

  @Test
  void heatMap_hasEveryHourOfTheWeek() throws Exception {
    JsonNode cells = ask("heatmap" + DAYS).get("cells");
    assertThat(cells).hasSize(7 * 24);
    // 2026-03-01 was a Sunday; the second one came as well.
    assertThat(cells.get(6 * 24).get("requests").asInt()).isEqualTo(2);
    assertThat(cells.get(6 * 24).get("errors").asInt()).isEqualTo(2);
    assertThat(cells.get(3 * 24).get("requests").asInt()).isEqualTo(1);
  }

  @Test
  void money_countsEachTransactionOnceAndTellsWhatIsUnproven() throws Exception {
    JsonNode revenue = ask("revenue" + DAYS + "&period=daily");
    assertThat(revenue.get("total_revenue").decimalValue()).isEqualByComparingTo("3.15");
    assertThat(revenue.at("/verification/proven_amount").decimalValue())
        .isEqualByComparingTo("2.25");
    assertThat(revenue.at("/verification/unproven_amount").decimalValue())
        .isEqualByComparingTo("0.9");
    assertThat(revenue.get("periods")).hasSize(9);
    JsonNode payments = ask("payments" + DAYS);
    assertThat(payments.get("required_count").asInt()).isEqualTo(9);
    assertThat(payments.get("paid_count").asInt()).isEqualTo(18);
    assertThat(payments.get("conversion_rate").asDouble()).isEqualTo(1);
  }

  @Test
  void errors_leaveOutPaymentRequired() throws Exception {
    JsonNode errors = ask("errors" + DAYS);
    assertThat(errors.get("total_errors").asInt()).isEqualTo(18);
    assertThat(errors.get("by_status_code")).hasSize(2);
    assertThat(errors.get("all_status_codes")).hasSize(4);
    assertThat(errors.at("/by_error_type/0/count").asInt()).isEqualTo(9);
    assertThat(errors.at("/by_agent/0/error_count").asInt()).isEqualTo(18);
  }

  @Test
  void analytics_ranksToolsAndProtocols() throws Exception {
    JsonNode analytics = ask("analytics" + DAYS);
    assertThat(analytics.get("tool_ranking")).hasSize(3);
    assertThat(analytics.at("/tool_ranking/0/call_count").asInt()).isEqualTo(72);
    assertThat(analytics.get("protocol")).hasSize(2);
    assertThat(analytics.at("/a2a_endpoints/0/endpoint").asText()).isEqualTo("/run");
    assertThat(analytics.at("/customers/total_customers").asInt()).isEqualTo(5);
    assertThat(analytics.get("daily_by_protocol")).hasSize(18);
    assertThat(analytics.get("a2a_partners")).hasSize(5);
  }

  @Test
  void logs_comeInPagesWithoutGapsOrRepetitions() throws Exception {
    Set<String> seen = new HashSet<>();
    String next = "";
    int pages = 0;
    String before = "9";
    do {
      JsonNode page = ask("logs?limit=50" + next);
      assertThat(schema.faults("/v1/agents/{agent_id}/logs", page)).isEmpty();
      for (JsonNode log : page.get("logs")) {
        assertThat(seen.add(log.get("id").asText())).isTrue();
        assertThat(log.get("timestamp").asText()).isLessThanOrEqualTo(before);
        before = log.get("timestamp").asText();
        assertThat(log.has("request_body")).isFalse();
      }
      next = page.get("next").isNull() ? null : "&cursor=" + page.get("next").asText();
      pages++;
    } while (next != null);
    assertThat(seen).hasSize(216);
    assertThat(pages).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "status=error,18",
    "status=5xx,18",
    "status=402,9",
    "tool=tool-1,72",
    "customer_id=customer-4,36",
    "protocol=mcp,108",
    "paid=true,18",
    "min_ms=240,9",
    "q=BOOM,9",
    "q=q-1,0",
    "q=r-10-23,1",
    "q=0x7,1",
    "method=GET,0",
    "from=2026-03-02&to=2026-03-02,24",
    "status=error&from=2026-03-02&to=2026-03-02,2",
    "q=tool-2&status=2xx&from=2026-03-02&to=2026-03-02,7"
  })
  void logs_areFiltered(String filter, int count) throws Exception {
    JsonNode page = ask("logs?limit=200&" + filter);
    assertThat(page.get("logs")).hasSize(count);
    assertThat(page.get("next").isNull()).isTrue();
  }

  @Test
  void entry_isShownWholeToItsAgentAlone() throws Exception {
    String id = ask("logs?limit=1").at("/logs/0/id").asText();
    JsonNode entry = ask("logs/" + id);
    assertThat(schema.faults("/v1/agents/{agent_id}/logs/{id}", entry)).isEmpty();
    assertThat(entry.get("request_body").asText()).isEqualTo("{\"n\": 23}");
    assertThat(entry.at("/headers/X-Trace").asText()).isEqualTo("t-23");
    assertThat(service.get("v1/agents/" + AGENT + "/logs/999999", key).status()).isEqualTo(404);
    String other = service.addAgent("questions-nosy");
    assertThat(service.get("v1/agents/" + AGENT + "/logs/" + id, other).status())
        .isEqualTo(403);
    assertThat(service.get("v1/agents/questions-nosy/logs/" + id, other).status())
        .isEqualTo(404);
  }

  @Test
  void customers_areSortedSearchedAndCounted() throws Exception {
    JsonNode page = ask("customers?sort=revenue&limit=2");
    assertThat(page.get("total").asInt()).isEqualTo(5);
    assertThat(page.get("customers")).hasSize(2);
    assertThat(page.at("/customers/0/customer_id").asText()).isEqualTo("customer-3");
    assertThat(page.at("/customers/0/total_revenue").decimalValue()).isEqualByComparingTo("2.25");
    assertThat(ask("customers?q=MER-4").get("total").asInt()).isEqualTo(1);
    assertThat(ask("customers?status=churned").get("total").asInt()).isEqualTo(5);
    assertThat(ask("customers?status=active").get("total").asInt()).isZero();
    JsonNode funnel = ask("funnel" + DAYS).get("summary");
    assertThat(funnel.get("mcp_customers").asInt()).isEqualTo(5);
    assertThat(funnel.get("paid_customers").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stats?tz=Nowhere",
        "series?step=eon",
        "series?step=minute&days=90",
        "series?from=x",
        "series?window=0h",
        "series?window=9x",
        "stats/daily?days=0",
        "stats/daily?days=99999",
        "series?from=2026-03-02&to=2026-03-01",
        "logs?limit=0",
        "logs?limit=201",
        "logs?cursor=abc",
        "logs?status=bad",
        "logs?min_ms=-1",
        "customers?sort=name",
        "customers?offset=-1",
        "revenue?period=yearly",
        "logs?from=0000-00-00",
        "logs?cursor=OTk5OTk5OTk5OTk5OTk5IDEgYQ",
        "series?from=2026-03-01T00:00:00Z&to=2026-03-01T00:00:01Z"
      })
  void question_thatMakesNoSenseIsRefusedWithTheReason(String question) throws Exception {
    Answer answer = service.get("v1/agents/" + AGENT + "/" + question, key);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("error").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "logs?q=';DROP TABLE agents--",
        "logs?tool='||pg_sleep(9)||'",
        "logs?q=%00",
        "logs?q=\\",
        "logs?q=%25_",
        "customers?q=' OR 1=1",
        "customers/x' OR '1'='1",
        "stats?tz=%00"
      })
  void sqlInAParameter_isAText(String question) throws Exception {
    String encoded =
        question.replace(" ", "%20").replace("'", "%27").replace("\\", "%5C").replace("|", "%7C");
    assertThat(service.get("v1/agents/" + AGENT + "/" + encoded, key).status()).isIn(200, 400, 404);
    assertThat(service.totals(AGENT).totalRequests()).isEqualTo(216);
  }
}
