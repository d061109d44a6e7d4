package com.gt8004.benchmarks.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The process of a sink. Takes {@code gzip} and {@code lags} as arguments; on standard input commands,
 * one a line: {@code mark N}, {@code count}, {@code forget} (lags), {@code hold}, {@code release}. Says
 * {@code port N}, then {@code mark N <counts>} and {@code count <counts>}. Ends with its input.
 */
public final class SinkMain {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SinkMain() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Marks marks = new Marks((mark, counts) -> out.println("mark " + mark + " " + json(counts)));
    List<String> arguments = List.of(args);
    CountingSink sink = new CountingSink(
        arguments.contains("gzip"), arguments.contains("lags"), marks, System.err::println);
    sink.serve();
    out.println("port " + sink.port());
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "mark" -> marks.add(Long.parseLong(words[1]));
        case "count" -> out.println("count " + json(sink.counts()));
        case "forget" -> sink.lags().forget();
        case "hold" -> sink.hold();
        case "release" -> sink.release();
        default -> throw new IllegalArgumentException("not a command: " + line);
      }
    }
  }

  private static String json(SinkCounts counts) {
    try {
      return JSON.writeValueAsString(counts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
