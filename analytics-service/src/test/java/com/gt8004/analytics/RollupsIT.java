package com.gt8004.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.analytics.store.Recounts;
import com.gt8004.analytics.testing.Entries;
import com.gt8004.analytics.testing.TestService;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is counted with each batch is what the rows say, and what an independent count of the entries says. */
class RollupsIT {
  private static final long SEED = 8004;
  private static TestService service;
  private static Recounts recounts;

  @BeforeAll
  static void start() throws Exception {
    service = TestService.shared();
    recounts = new Recounts(service.database());
  }

  private static BigDecimal number(String sql) {
    return new BigDecimal(recounts.value(sql));
  }

  @Test
  void rollups_equalAnIndependentCountAndARecountToTheLastDigit() throws Exception {
    String key = service.addAgent("rollups");
    Entries entries = Entries.random(new Random(SEED), UUID.randomUUID(), 600);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      order.add(i);
      order.add(i); // each twice, in batches that overlap
    }
    Collections.shuffle(order, new Random(SEED));
    for (int from = 0; from < order.size(); from += 150) {
      assertThat(service
              .ingest(key, entries.batch(order.subList(from, from + 150)))
              .status())
          .isEqualTo(200);
    }
    List<String> counted = recounts.derived("rollups");
    assertThat(recounts.recount("rollups").changed()).isFalse();
    assertThat(recounts.derived("rollups")).as("seed %d", SEED).isEqualTo(counted);

    for (String table : List.of("request_rollup_hour", "request_rollup_day")) {
      String agent = " FROM " + table + " WHERE agent_id = 'rollups' AND kind = 'agent'";
      assertThat(number("SELECT sum(requests)" + agent)).isEqualByComparingTo("600");
      assertThat(number("SELECT sum(errors)" + agent)).isEqualByComparingTo(entries.errors());
      assertThat(number("SELECT sum(sum_response_ms)" + agent))
          .isEqualByComparingTo(entries.responseMs());
      assertThat(number("SELECT sum(revenue_usdc)" + agent))
          .isEqualByComparingTo(entries.revenue());
      assertThat(number("SELECT sum(unproven_usdc)" + agent))
          .isEqualByComparingTo(entries.unproven());
      String tools = " FROM " + table + " WHERE agent_id = 'rollups' AND kind = 'tool'";
      assertThat(number("SELECT sum(requests)" + tools)).isEqualByComparingTo("600");
      assertThat(number("SELECT sum(requests)" + tools + " AND name = 'tool-1'"))
          .isEqualByComparingTo(entries.ofTool("tool-1"));
    }
    assertThat(number("SELECT sum(requests) FROM customers WHERE agent_id = 'rollups'"))
        .isEqualByComparingTo("600");
    assertThat(number("SELECT total_revenue_usdc FROM agents WHERE agent_id = 'rollups'"))
        .isEqualByComparingTo(entries.revenue());
  }

  @Test
  void transaction_isCountedOnceHoweverManyEntriesNameIt() throws Exception {
    String key = service.addAgent("payments");
    String entry = """
        {"request_id": "%s", "method": "GET", "path": "/", "status_code": 200, "response_ms": 1,
         "timestamp": "2026-11-22T09:00:00Z", "x402_amount": 0.5, "x402_tx_hash": %s}""";
    service.ingest(
        key,
        "{\"entries\": [" + entry.formatted("a", "\"0x1\"") + "," + entry.formatted("b", "\"0x1\"")
            + "]}");
    service.ingest(
        key,
        "{\"entries\": [" + entry.formatted("c", "\"0x1\"") + "," + entry.formatted("d", "null")
            + "]}");
    assertThat(service.totals("payments").totalRevenueUsdc()).isEqualByComparingTo("1");
    assertThat(service.totals("payments").unprovenRevenueUsdc()).isEqualByComparingTo("0.5");

    // The entry with which it was counted goes: it is counted with another.
    assertThat(recounts.delete("payments", "request_id = 'a'")).isEqualTo(1);
    recounts.recount("payments");
    assertThat(service.totals("payments").totalRevenueUsdc()).isEqualByComparingTo("1");
    assertThat(service.totals("payments").totalRequests()).isEqualTo(3);
    service.ingest(key, "{\"entries\": [" + entry.formatted("a", "\"0x1\"") + "]}");
    assertThat(service.totals("payments").totalRevenueUsdc()).isEqualByComparingTo("1");
    assertThat(recounts.recount("payments").changed()).isFalse();
  }
}
