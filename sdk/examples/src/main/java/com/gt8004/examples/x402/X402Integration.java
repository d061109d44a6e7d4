package com.gt8004.examples.x402;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.httpserver.GT8004HttpFilter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The guide's x402 integration: a path that costs 0.05 USDC. The filter stands outside of the payment, so
 * it sees the settlement: amount, transaction, token and payer are in the entry without further code.
 */
public final class X402Integration {
  private static final String PRICE =
      "{\"x402Version\":1,\"error\":\"payment required\",\"accepts\":[{"
          + "\"scheme\":\"exact\",\"network\":\"base\",\"maxAmountRequired\":\"50000\","
          + "\"asset\":\"0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913\",\"payTo\":\"0xYourAddress\"}]}";

  private X402Integration() {}

  /** Listens on the port that is given, or on 8080. */
  public static void main(String[] args) throws IOException {
    int port = args.length == 0 ? 8080 : Integer.parseInt(args[0]);
    GT8004Logger logger = GT8004Logger.fromEnvironment();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server
        .createContext("/premium", X402Integration::premium)
        .getFilters()
        .add(GT8004HttpFilter.of(logger));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      server.stop(1);
      logger.close();
    }));
    server.start();
    System.out.println("listening on port " + server.getAddress().getPort());
  }

  private static void premium(HttpExchange exchange) throws IOException {
    String payment = exchange.getRequestHeaders().getFirst("X-PAYMENT");
    if (payment == null) {
      reply(exchange, 402, PRICE);
      return;
    }
    exchange.getResponseHeaders().set("X-PAYMENT-RESPONSE", settle(payment));
    reply(exchange, 200, "{\"answer\": 42}");
  }

  /** Here a facilitator would verify and settle; this one believes everything. */
  private static String settle(String payment) {
    String settled = "{\"success\":" + !payment.isBlank()
        + ",\"transaction\":\"0xabc\",\"network\":\"base\",\"payer\":\"0xPayer\"}";
    return Base64.getEncoder().encodeToString(settled.getBytes(StandardCharsets.UTF_8));
  }

  private static void reply(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
