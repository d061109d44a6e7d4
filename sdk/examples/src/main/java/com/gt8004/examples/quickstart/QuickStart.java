package com.gt8004.examples.quickstart;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.httpserver.GT8004HttpFilter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The guide's quick start: an agent with two paths, and one line that logs every request to it. */
public final class QuickStart {
  private QuickStart() {}

  /** Listens on the port that is given, or on 8080. */
  public static void main(String[] args) throws IOException {
    int port = args.length == 0 ? 8080 : Integer.parseInt(args[0]);
    GT8004Logger logger = GT8004Logger.fromEnvironment(); // GT8004_AGENT_ID, GT8004_QUEUE_ROOT

    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", QuickStart::answer).getFilters().add(GT8004HttpFilter.of(logger));

    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      server.stop(1);
      logger.close();
    }));
    server.start();
    System.out.println("listening on port " + server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/chat")) {
      String message = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      reply(exchange, 200, "{\"response\": \"" + message.length() + " characters\"}");
    } else {
      reply(exchange, 200, "{\"message\": \"Hello World\"}");
    }
  }

  private static void reply(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
