package com.gt8004.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.analytics.store.Recounts;
import com.gt8004.analytics.testing.TestService;
import com.gt8004.analytics.testing.TestService.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a journal is stored: answered, made true again after rows are gone, kept apart from what expired. */
class SequencesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static TestService service;
  private static Recounts recounts;

  @BeforeAll
  static void start() throws Exception {
    service = TestService.shared();
    recounts = new Recounts(service.database());
  }

  private static String entry(UUID journal, long sequence, String time) {
    return """
        {"entry_id": "%s:%d", "request_id": "r-%d", "method": "GET", "path": "/", "status_code": 200,
         "response_ms": 2.5, "x402_amount": 0.01, "timestamp": "%s"}""".formatted(journal, sequence, sequence, time);
  }

  private static Answer ingest(String key, UUID journal, long first, long last, String time)
      throws Exception {
    String entries = LongStream.rangeClosed(first, last)
        .mapToObj(sequence -> entry(journal, sequence, time))
        .collect(Collectors.joining(","));
    Answer answer = service.ingest(key, "{\"entries\": [" + entries + "]}");
    assertThat(answer.status()).isEqualTo(200);
    return answer;
  }

  private static Answer ask(String key, String journal, String query) throws Exception {
    return TestService.send(HttpRequest.newBuilder(
            URI.create(service.url() + "v1/journals/" + journal + "/sequences" + query))
        .header("Authorization", "Bearer " + key)
        .build());
  }

  private static JsonNode ranges(String key, UUID journal) throws Exception {
    Answer answer = ask(key, journal.toString(), "");
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().get("ranges");
  }

  @Test
  void golden_answerTellsStoredFromExpired() throws Exception {
    String key = service.addAgent("sequences-golden");
    UUID journal = UUID.randomUUID();
    String now = "2026-11-22T09:00:00Z";
    ingest(key, journal, 110, 150, now);
    ingest(key, journal, 0, 60, now);
    ingest(key, journal, 200, 202, "2000-12-31T23:59:59.999999Z");
    ingest(key, journal, 61, 99, "2026-11-23T00:00:00Z");
    ingest(key, journal, 151, 199, now);
    ingest(key, journal, 210, 210, "2001-01-01T00:00:00Z");
    try {
      // Another test of this database may have left older ones.
      assertThat(recounts.expire("2001-01-01")).isGreaterThanOrEqualTo(3);
      Answer late = ingest(key, journal, 203, 204, "2000-12-31T00:00:00Z");
      assertThat(late.json().get("accepted").asInt()).isZero();
      assertThat(late.json().at("/rejected/1/error").asText())
          .startsWith("expired: ")
          .contains("2001-01-01");
      assertThat(late.json().at("/rejected/1/entry_id").asText()).isEqualTo(journal + ":204");

      JsonNode golden = JSON.readTree(TestService.golden("sequences-response.json"));
      assertThat(ask(key, journal.toString(), "").json()).isEqualTo(golden);
      recounts.recount("sequences-golden");
      recounts.merge();
      assertThat(ask(key, journal.toString(), "").json()).isEqualTo(golden);
      // Totals count for life; what came too late never counted.
      assertThat(service.totals("sequences-golden").totalRequests()).isEqualTo(194);
      assertThat(service.totals("sequences-golden").rejectedEntries()).isZero();
      assertThat(service.totals("sequences-golden").duplicateEntries()).isZero();
    } finally {
      recounts.expireNothing();
    }
  }

  @Test
  void rowsDeletedByHand_areMissingAfterARecountAndComeBackOnce() throws Exception {
    String key = service.addAgent("sequences-deleted");
    UUID journal = UUID.randomUUID();
    String time = "2026-11-22T09:00:00Z";
    ingest(key, journal, 0, 299, time);
    assertThat(recounts.delete("sequences-deleted", "sequence IN (0, 7, 8) OR sequence > 290"))
        .isEqualTo(12);
    recounts.recount("sequences-deleted");
    assertThat(ranges(key, journal)).isEqualTo(JSON.readTree("[[1,6],[9,290]]"));
    assertThat(service.totals("sequences-deleted").totalRequests()).isEqualTo(288);
    assertThat(service.totals("sequences-deleted").totalRevenueUsdc()).isEqualByComparingTo("2.88");

    ingest(key, journal, 0, 299, time);
    assertThat(ranges(key, journal)).isEqualTo(JSON.readTree("[[0,299]]"));
    assertThat(service.totals("sequences-deleted").totalRequests()).isEqualTo(300);
    assertThat(recounts.minutes("sequences-deleted")).isEqualTo(300);
    assertThat(recounts.recount("sequences-deleted").changed()).isFalse();
  }

  @Test
  void pingOutOfAJournal_countsAsArrivedAndStaysSoAfterARecount() throws Exception {
    String key = service.addAgent("sequences-pinged");
    UUID journal = UUID.randomUUID();
    ingest(key, journal, 0, 4, "2026-11-22T09:00:00Z");
    String ping = entry(journal, 5, "2026-11-22T09:00:00Z")
        .replace("\"method\"", "\"source\": \"sdk_ping\", \"method\"");
    service.ingest(key, "{\"entries\": [" + ping + "]}");
    recounts.merge();
    assertThat(recounts.recount("sequences-pinged").changed()).isFalse();
    assertThat(ranges(key, journal)).isEqualTo(JSON.readTree("[[0,5]]"));
    assertThat(service.rows("sequences-pinged")).hasSize(5);
  }

  @Test
  void merge_leavesOneRangeForEachRunOfADay() throws Exception {
    String key = service.addAgent("sequences-merged");
    UUID journal = UUID.randomUUID();
    for (long first : new long[] {30, 0, 20, 10, 50}) {
      ingest(key, journal, first, first + 9, "2026-11-22T09:00:00Z");
    }
    assertThat(recounts.ranges(journal)).isEqualTo(5);
    recounts.merge();
    assertThat(recounts.ranges(journal)).isEqualTo(2);
    ingest(key, journal, 40, 49, "2026-11-22T09:00:00Z");
    recounts.merge();
    assertThat(recounts.ranges(journal)).isEqualTo(1);
    assertThat(ranges(key, journal)).isEqualTo(JSON.readTree("[[0,59]]"));
  }

  @Test
  void answer_ofVeryManyRangesComesInPages() throws Exception {
    String key = service.addAgent("sequences-paged");
    UUID journal = UUID.randomUUID();
    // The first reaches over all of the first page, as after rows were deleted and sent again.
    recounts.insert("sequences-paged", journal, 25_000);
    long next = 0;
    long counted = 0;
    for (int page = 0; page < 3; page++) {
      JsonNode answer = ask(key, journal.toString(), "?from=" + next).json();
      for (JsonNode range : answer.get("ranges")) {
        counted += range.get(1).asLong() - range.get(0).asLong() + 1;
      }
      assertThat(answer.get("next").isNull()).isEqualTo(page == 2);
      next = answer.get("next").asLong();
    }
    assertThat(counted).isEqualTo(20_001 + 14_999);
  }

  @Test
  void recountBesideIngest_losesNothingAndCountsNothingTwice() throws Exception {
    String key = service.addAgent("sequences-live");
    UUID journal = UUID.randomUUID();
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService clients = Executors.newFixedThreadPool(5);
    Future<Integer> recounting = clients.submit(() -> {
      int count = 0;
      for (; !done.get(); count++) {
        recounts.recount("sequences-live");
        recounts.merge();
      }
      return count;
    });
    List<Future<?>> sending = new ArrayList<>();
    for (int client = 0; client < 4; client++) {
      int own = client;
      sending.add(clients.submit(() -> {
        for (int batch = own; batch < 60; batch += 3) {
          ingest(key, journal, batch * 20L, batch * 20L + 19, "2026-11-22T09:00:00Z");
        }
        return null;
      }));
    }
    for (Future<?> each : sending) {
      each.get(60, TimeUnit.SECONDS);
    }
    done.set(true);
    assertThat(recounting.get(60, TimeUnit.SECONDS)).isPositive();
    clients.shutdown();
    assertThat(service.totals("sequences-live").totalRequests()).isEqualTo(1_200);
    assertThat(recounts.minutes("sequences-live")).isEqualTo(1_200);
    assertThat(ranges(key, journal)).isEqualTo(JSON.readTree("[[0,1199]]"));
    assertThat(recounts.recount("sequences-live").changed()).isFalse();
  }

  @Test
  void journal_isForItsOwnAgentAlone() throws Exception {
    String key = service.addAgent("sequences-owner");
    String other = service.addAgent("sequences-other");
    UUID journal = UUID.randomUUID();
    ingest(key, journal, 0, 9, "2026-11-22T09:00:00Z");
    assertThat(ask(other, journal.toString(), "").status()).isEqualTo(403);
    assertThat(ask(key, journal.toString(), "?agent_id=sequences-other").status())
        .isEqualTo(403);
    assertThat(ask(key, journal.toString(), "?agent_id=sequences-owner").status())
        .isEqualTo(200);
    assertThat(ask("gt8004_sk_unknown", journal.toString(), "").status()).isEqualTo(401);
    // Not the owner's journal, but nobody's: nothing of it is stored.
    assertThat(ranges(other, UUID.randomUUID())).isEmpty();
    assertThat(ask(key, journal.toString(), "?from=20").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "not-a-uuid,''",
    "1-1-1-1-1,''",
    "01934a7e-5c00-7000-8000-000000000001,?from=-1",
    "01934a7e-5c00-7000-8000-000000000001,?from=x",
    "01934a7e-5c00-7000-8000-000000000001,?from=%zz",
    "01934a7e-5c00-7000-8000-000000000001,?from=1&to=0",
    "01934a7e-5c00-7000-8000-000000000001,?to=9999999999999999999",
    "01934a7e-5c00-7000-8000-000000000001,?from=0&to=1;DROP%20TABLE%20agents"
  })
  void hostileQuestion_isRefused(String journal, String query) throws Exception {
    String key = service.addAgent("sequences-hostile");
    assertThat(ask(key, journal, query.replace("%zz", "%25zz")).status()).isEqualTo(400);
    Answer widest =
        ask(key, "01934A7E-5C00-7000-8000-00000000FFFF", "?from=0&to=999999999999999999&more=1");
    assertThat(widest.status()).isEqualTo(200);
  }
}
