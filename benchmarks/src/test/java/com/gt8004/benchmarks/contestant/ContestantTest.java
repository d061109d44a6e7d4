package com.gt8004.benchmarks.contestant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.gt8004.sdk.RequestLogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContestantTest {
  private static final int LOGGED = 100;

  @TempDir
  Path folder;

  private final RequestLogEntry[] entries = SampleEntries.ofPayloadBytes(500);

  private Subject logged(Contestant contestant) throws IOException {
    Subject subject = contestant.open(folder, entries);
    Subject.Caller caller = subject.newCaller();
    for (int i = 0; i < LOGGED; i++) {
      caller.log(i % SampleEntries.COUNT);
    }
    subject.finish();
    return subject;
  }

  @ParameterizedTest
  @EnumSource(Contestant.class)
  void contestant_keepsAllThatFitsItsQueue(Contestant contestant) throws IOException {
    assertThat(logged(contestant).kept()).isEqualTo(LOGGED);
  }

  @Test
  void logback_writesTheEntrysFields() throws IOException {
    logged(Contestant.LOGBACK);
    assertThatFieldsAreIn(firstLine("logback.json"));
  }

  @Test
  void log4j2_writesTheEntrysFields() throws IOException {
    logged(Contestant.LOG4J2);
    assertThatFieldsAreIn(firstLine("log4j2.json").get("request"));
  }

  private JsonNode firstLine(String file) throws IOException {
    return JsonMapper.builder()
        .build()
        .readTree(Files.readAllLines(folder.resolve(file)).get(0));
  }

  private void assertThatFieldsAreIn(JsonNode written) {
    RequestLogEntry entry = entries[0];
    assertThat(written.get("request_id").asText()).isEqualTo(entry.requestId());
    assertThat(written.get("status_code").asInt()).isEqualTo(entry.statusCode());
    assertThat(written.get("response_body").asText()).isEqualTo(entry.responseBody());
  }
}
