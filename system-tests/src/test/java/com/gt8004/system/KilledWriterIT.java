package com.gt8004.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The appending application is killed again and again while a shipper, itself killed between reply and
 * checkpoint, sends: what was acknowledged is in the table, nothing twice.
 */
class KilledWriterIT {
  private static final int KILLS = Boolean.getBoolean("gt8004.torture") ? 20 : 8;
  private static final int ACKNOWLEDGED_BEFORE_KILL = 200;
  private static final String AGENT = "killed-agent";

  @Test
  void sigkill_ofWriterAndShipperLosesNothingAndStoresNothingTwice() throws Exception {
    try (Product product = new Product()) {
      product.startAnalytics();
      String key = product.addAgent(AGENT);
      product.environment().put("GT8004_AGENT_ID", AGENT);
      product.environment().put("GT8004_CRASH_AT", "shipper.after-reply:3");
      ChildProcess crashing = product.startShipper(key);
      product.environment().remove("GT8004_CRASH_AT");

      Set<String> acknowledged = new HashSet<>();
      for (int run = 0; run < KILLS; run++) {
        acknowledged.addAll(appendUntilKilled(product, run));
      }
      assertThat(crashing.exitCode(Duration.ofSeconds(60)))
          .as("ended by its crash point")
          .isEqualTo(137);
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS * ACKNOWLEDGED_BEFORE_KILL);

      product.startShipper(key);
      product.awaitDrained(Duration.ofMinutes(2));

      List<String> stored = new ArrayList<>();
      for (JsonNode row : product.rows(AGENT)) {
        stored.add(row.path("path").asText().substring("/n/".length()));
      }
      assertThat(stored).doesNotHaveDuplicates().containsAll(acknowledged);
      assertThat(product.counters(AGENT).path("duplicate_entries").asLong())
          .as("sent twice, so that the absence of doubles proves something")
          .isPositive();
    }
  }

  private static Set<String> appendUntilKilled(Product product, int run) throws Exception {
    ChildProcess writer = product.application(Writer.class, Integer.toString(run));
    writer.await(
        Pattern.compile("(?:\\d+-\\d+;\\s){" + ACKNOWLEDGED_BEFORE_KILL + "}"),
        Duration.ofSeconds(60));
    writer.kill();
    Set<String> acknowledged = new HashSet<>();
    for (String line : writer.out().split("\n")) {
      if (line.endsWith(";")) { // the kill may cut the last line
        acknowledged.add(line.substring(0, line.length() - 1));
      }
    }
    return acknowledged;
  }

  /** The application: several threads, each says a number after it was appended. */
  static final class Writer {
    public static void main(String[] args) {
      GT8004Logger logger = GT8004Logger.fromEnvironment();
      AtomicInteger next = new AtomicInteger();
      for (int i = 0; i < 4; i++) {
        new Thread(() -> append(logger, args[0], next)).start();
      }
    }

    private static void append(GT8004Logger logger, String run, AtomicInteger next) {
      try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
        for (int i = 0; i < 2_000; i++) {
          String number = run + "-" + next.getAndIncrement();
          RequestLogEntry entry = RequestLogEntry.builder()
              .method("GET")
              .path("/n/" + number)
              .statusCode(200)
              .responseMs(1)
              .build();
          if (logger.log(entry).appended()) {
            out.write((number + ";\n").getBytes(StandardCharsets.US_ASCII));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
