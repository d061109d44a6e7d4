package com.gt8004.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.Json;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The oracle: what it must see, each fault planted. */
class TableCountTest {
  private final TableCount table = new TableCount();
  private final List<String> told = new ArrayList<>();

  private static String row(String requestBody, String responseBody) {
    ObjectNode row = Json.object();
    row.put("request_body", requestBody);
    row.put("response_body", responseBody);
    return Json.text(row);
  }

  private void store(long number) {
    DemoRequest request = new DemoRequest(number);
    table.row(row(request.requestBody(), request.replyBody()));
  }

  private static BitSet numbers(int... numbers) {
    BitSet set = new BitSet();
    for (int number : numbers) {
      set.set(number);
    }
    return set;
  }

  private ExitCode verdict(long missing, long duplicates, int kills, long onWire, boolean chaos) {
    Reconciliation result = new Reconciliation(
        3, 3, 3, table.stored(), duplicates, onWire, onWire, missing, 0, kills, 1);
    return new Verdict(result, table, new LoadSeen(3, 0), 0, chaos ? new ChaosDone(kills, 0) : null)
        .tell(told::add);
  }

  @Test
  void everythingStoredOnce_isOk() {
    store(1);
    store(2);
    store(17);

    assertThat(table.stored()).isEqualTo(3);
    assertThat(table.missing(numbers(1, 2, 17))).isZero();
    assertThat(table.duplicates()).isZero();
    assertThat(table.altered()).isZero();
    assertThat(verdict(0, 0, 0, 0, false)).isEqualTo(ExitCode.OK);
  }

  @Test
  void acknowledgedButNotStored_isMissing() {
    store(1);

    assertThat(table.missing(numbers(1, 2, 3))).isEqualTo(2);
    assertThat(verdict(2, 0, 0, 0, false)).isEqualTo(ExitCode.FAILED);
    assertThat(told).containsExactly("FAILED: 2 acknowledged requests are not in the table");
  }

  @Test
  void storedButNotAcknowledged_isNoFault() {
    store(1);
    store(2);

    assertThat(table.missing(numbers(1))).isZero();
  }

  @Test
  void rowStoredTwice_isADuplicate() {
    store(1);
    store(1);

    assertThat(table.stored()).isEqualTo(1);
    assertThat(table.duplicates()).isEqualTo(1);
    assertThat(verdict(0, 1, 0, 0, false)).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void alteredBody_isSeen_inEitherDirection() {
    DemoRequest request = new DemoRequest(6);
    table.row(row(request.requestBody().replace("안녕", "??"), request.replyBody()));
    table.row(row(new DemoRequest(7).requestBody(), "{}"));
    table.row("not even JSON");

    assertThat(request.requestBody()).contains("안녕");
    assertThat(table.altered()).isEqualTo(3);
    assertThat(verdict(0, 0, 0, 0, false)).isEqualTo(ExitCode.FAILED);
    assertThat(told.get(0)).contains("3 stored bodies are not what was sent");
  }

  @Test
  void requestsOfPeople_areNotCounted() {
    table.row(row("{\"message\":\"hello\"}", "{}"));
    table.row("{}");

    assertThat(table.stored()).isZero();
    assertThat(table.foreign()).isEqualTo(2);
    assertThat(table.altered()).isZero();
  }

  @Test
  void chaosThatProvedNothing_isAFailure() {
    store(1);

    assertThat(verdict(0, 0, 1, 1, true)).isEqualTo(ExitCode.FAILED);
    assertThat(verdict(0, 0, 2, 0, true)).isEqualTo(ExitCode.FAILED);
    assertThat(verdict(0, 0, 2, 1, true)).isEqualTo(ExitCode.OK);
  }

  @Test
  void reconciliation_isOneObjectWithTheNamesOfTheContract() {
    assertThat(new Reconciliation(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11.26).json())
        .isEqualTo(
            "{\"appended\":1,\"acknowledged\":2,\"delivered\":3,\"stored\":4,\"duplicates\":5,"
                + "\"duplicates_on_wire\":6,\"resent_batches\":7,\"missing\":8,\"dead_letters\":9,\"kills\":10,\"seconds\":11.3}");
  }

  @Test
  void number_isReadFromWhatIsStored() {
    assertThat(DemoRequest.numberIn(new DemoRequest(123_456).requestBody())).isEqualTo(123_456);
    assertThat(DemoRequest.numberIn("{\"n\":\"5\"}")).isEqualTo(-1);
    assertThat(DemoRequest.numberIn("{\"m\":5}")).isEqualTo(-1);
    assertThat(DemoRequest.numberIn(null)).isEqualTo(-1);
  }
}
