package com.gt8004.cli.entry;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.QueueRoot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EntryCsvTest {
  private static final String ID = "0198f2c4-7f3a-7cc2-9d51-0a4e5d0c6b1f";

  private static String record(boolean bodies, String payload) {
    EntryWriter csv = EntryWriter.csv(bodies);
    csv.write(new FoundEntry(
        new QueueRoot(Path.of("/queues")).queue("my-agent"),
        new EntryId(UUID.fromString(ID), 7),
        true,
        1_795_338_000_000_042L,
        0,
        payload.getBytes(StandardCharsets.UTF_8)));
    return new String(csv.bytes(), 0, csv.length(), StandardCharsets.UTF_8);
  }

  @Test
  void record_hasAsManyFieldsAsTheHead_andWhatTheQueueKnowsFirst() {
    String head = new String(EntryWriter.csv(false).head(), StandardCharsets.UTF_8);

    String record = record(false, "{\"method\":\"GET\",\"status_code\":200}");

    assertThat(head)
        .startsWith("entry_id,queue,settled,append_time,timestamp,request_id,method,path");
    assertThat(record)
        .startsWith(ID + ":7,\"my-agent\",true,2026-11-22T09:00:00.000042Z,,,\"GET\",,200,");
    assertThat(record.chars().filter(c -> c == ',').count())
        .isEqualTo(head.chars().filter(c -> c == ',').count());
    assertThat(record).endsWith("\r\n");
  }

  @Test
  void quotesCommasAndLines_areKept() {
    assertThat(record(
            false, "{\"path\":\"/a\\\"b,c\\nd\",\"headers\":{\"a\":\"b\"},\"user_agent\":\"고\"}"))
        .contains(",\"/a\"\"b,c\nd\",")
        .contains(",\"{\"\"a\"\":\"\"b\"\"}\"")
        .contains(",\"고\",");
  }

  @Test
  void bodies_areColumnsOnlyWhereAskedFor() {
    String payload = "{\"request_body\":\"secret\",\"later\":1}";

    assertThat(record(false, payload)).doesNotContain("secret");
    assertThat(record(true, payload)).endsWith(",\"secret\",\r\n");
    assertThat(new String(EntryWriter.csv(true).head(), StandardCharsets.UTF_8))
        .endsWith(",headers,request_body,response_body\r\n");
  }
}
