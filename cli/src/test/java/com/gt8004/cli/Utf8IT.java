package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hangul through processes whose locale knows ASCII only. */
class Utf8IT {
  private static final String BODY = "{\\\"message\\\": \\\"안녕\\\"}";

  @TempDir
  Path folder;

  private byte[] run(byte[] input, String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = ChildCli.of(arguments);
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("GT8004_QUEUE_ROOT", folder.toString());
    Process process = builder.start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input);
    }
    byte[] out = process.getInputStream().readAllBytes();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return out;
  }

  @Test
  void hangul_isByteExactFromAppendToTail() throws Exception {
    String line =
        "{\"method\":\"POST\",\"path\":\"/chat\",\"status_code\":200,\"response_ms\":1,\"customer_id\":\"고객\","
            + "\"request_body\":\"" + BODY + "\"}\n";

    run(line.getBytes(StandardCharsets.UTF_8), "append", "--agent-id", "my-agent");
    byte[] json = run(new byte[0], "tail", "--show-bodies", "--output", "json");
    byte[] text = run(new byte[0], "tail", "--show-bodies");

    assertThat(new String(json, StandardCharsets.UTF_8))
        .contains("\"request_body\":\"" + BODY + "\"")
        .contains("\"고객\"");
    assertThat(new String(text, StandardCharsets.UTF_8))
        .contains("request: {\"message\": \"안녕\"}")
        .contains("customer 고객");
    assertThat(text).containsSubsequence("안녕".getBytes(StandardCharsets.UTF_8));
  }
}
