package com.gt8004.benchmarks.drain;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.gt8004.benchmarks.sink.SinkCounts;
import com.gt8004.benchmarks.sink.SinkMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A sink in a process of its own. */
final class SinkProcess implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<String> JVM = List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC");
  private static final long ANSWER_SECONDS_MAX = 30;

  private final ChildProcess process;
  private final int port;

  SinkProcess(boolean offersGzip, boolean measuresLags, Path log)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    if (offersGzip) {
      arguments.add("gzip");
    }
    if (measuresLags) {
      arguments.add("lags");
    }
    process = ChildProcess.java(SinkMain.class, JVM, arguments, log);
    port = Integer.parseInt(process.await("port", ANSWER_SECONDS_MAX));
  }

  int port() {
    return port;
  }

  String url() {
    return "http://127.0.0.1:" + port + "/v1/ingest";
  }

  /** Asks to be told when so many entries have come; before they can have. */
  void mark(long entries) throws IOException {
    process.tell("mark " + entries);
  }

  /** Waits for a mark: what was counted when it was reached. */
  SinkCounts await(long mark, long secondsMax) throws IOException, InterruptedException {
    return counts(process.await("mark " + mark + " ", secondsMax));
  }

  SinkCounts counts() throws IOException, InterruptedException {
    process.tell("count");
    return counts(process.await("count ", ANSWER_SECONDS_MAX));
  }

  /** Begins to measure lags anew. */
  void forgetLags() throws IOException {
    process.tell("forget");
  }

  /** Lets requests wait for their answer. */
  void hold() throws IOException {
    process.tell("hold");
  }

  void release() throws IOException {
    process.tell("release");
  }

  private static SinkCounts counts(String json) throws IOException {
    return JSON.readValue(json, SinkCounts.class);
  }

  @Override
  public void close() {
    process.close();
  }
}
