package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.RequestLogEntryBuilder;
import com.gt8004.shipper.batch.Batch;
import com.gt8004.shipper.batch.PlatformBatches;
import com.gt8004.shipper.send.SendOutcome;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a logger to the columns of the live platform. */
class PlatformColumnsTest {
  @TempDir
  Path folder;

  private PlatformRig rig;

  @BeforeEach
  void setUp() throws Exception {
    rig = new PlatformRig(folder);
  }

  @AfterEach
  void tearDown() {
    rig.close();
  }

  @Test
  void entriesOfEveryKind_arriveWithAllTheirColumns() throws Exception {
    Random random = new Random(8004);
    Map<String, RequestLogEntry> logged = new LinkedHashMap<>();
    try (GT8004Logger logger = rig.shipper.logger(ShipperRig.AGENT)) {
      for (int i = 0; i < 60; i++) {
        RequestLogEntry entry = PlatformEntries.any(random, i);
        assertThat(logger.log(entry).appended()).isTrue();
        logged.put(PlatformColumns.cut(entry.requestId(), 64), entry);
      }
    }
    rig.shipper.untilEmpty();
    rig.shipper.settle();
    rig.awaitRows(logged.size());
    assertThat(rig.platform.statuses).containsOnly(202);
    assertThat(rig.platform.largest).isBetween(40_000, 51_200);
    assertThat(rig.platform.pings).isEqualTo(1);
    assertThat(rig.platform.rows).hasSameSizeAs(logged.keySet());
    for (Map<String, Object> row : rig.platform.rows) {
      RequestLogEntry entry = logged.remove((String) row.get("request_id"));
      PlatformColumns.assertHolds(row, entry);
    }
    assertThat(logged).isEmpty();
  }

  @Test
  void hugeEntries_goAloneWithWhatFitsOfTheirBodies() throws Exception {
    try (GT8004Logger logger = rig.shipper.logger(ShipperRig.AGENT)) {
      for (int i = 0; i < 3; i++) {
        logger.log(base(i)
            .requestBody("안".repeat(10_000))
            .responseBody("r".repeat(90_000))
            .build());
      }
    }
    rig.shipper.untilEmpty();
    rig.shipper.settle();
    rig.awaitRows(3);
    assertThat(rig.platform.rows).hasSize(3).allSatisfy(row -> {
      assertThat((String) row.get("request_body")).isEqualTo("안".repeat(10_000));
      assertThat(((String) row.get("response_body")).length()).isBetween(19_000, 21_000);
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"x\":{\"y\":[1,{\"statusCode\":\"z\"}]},\"StatusCode\":\"no\",\"REQUESTID\":7",
        "\"status_code\":\"201\",\"request_body_size\":12.0,\"x402_amount\":\"0.05\"",
        "\"status_code\":99999,\"request_body_size\":-1,\"response_body_size\":99999999999",
        "\"status_code\":1e2,\"response_ms\":1e999,\"x402_amount\":1e400",
        "\"status_code\":true,\"response_ms\":\"fast\",\"x402_amount\":[1]",
        "\"response_body_size\":1e999999999,\"x402_amount\":1e-999999999",
        "\"x402_amount\":999999999999.99999999,\"tool_name\":5",
        "\"headers\":{\"a\\u0000\":\"\\u0000b\",\"c\":\"\\ud800\",\"d\":{\"e\":1},\"f\":1e99999,\"g\":null,\"h\":[]}",
        "\"headers\":\"none\",\"tool_name\":{\"a\":1},\"ip_address\":[]",
        "\"path\":\"/again\",\"truncated\":true,\"truncated\":\"yes\",\"timestamp\":5",
        "\"tool_name\":\"\\ud83d\\u0000\\udc00\\udc00\",\"source\":\"sdk_pinging\"",
        "\"entry_id\":\"mine\",\"entries\":[],\"agent_id\":5",
        "\"protocol\":\"carrier pigeon\",\"country\":\"KOREA\",\"city\":5"
      })
  void payloadsOfForeignWriters_areStoredLikeTheRest(String members) throws Exception {
    String odd = "{\"request_id\":\"odd\",\"method\":\"GET\",\"path\":\"/\"," + members + "}";
    String even = "{\"request_id\":\"even\",\"method\":\"GET\",\"path\":\"/\",\"status_code\":200}";
    SendOutcome outcome =
        rig.overHttp(PlatformBatches.of(UUID.randomUUID(), 0, List.of(odd, even)));
    assertThat(outcome).isEqualTo(new SendOutcome.Settled(2, 0, List.of(), false, true));
    rig.awaitRows(2);
    assertThat(rig.platform.rows.stream().map(row -> row.get("request_id")))
        .containsExactly("odd", "even");
  }

  @Test
  void payloadThatIsNoJson_isRefusedByTheServiceAndNotByUs() {
    Batch batch = PlatformBatches.of(UUID.randomUUID(), 0, List.of("{\"path\":\"/\",}"));
    assertThat(rig.overHttp(batch)).isInstanceOf(SendOutcome.EntryFault.class);
  }

  private static RequestLogEntryBuilder base(int i) {
    return RequestLogEntry.builder()
        .requestId("request-" + i)
        .method("POST")
        .path("/chat")
        .statusCode(200)
        .responseMs(1.5);
  }
}
