package com.gt8004.shipper.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves an {@link AdminDesk} on one address. Taking the address and serving are two steps. */
public final class AdminServer implements AutoCloseable {
  private static final Pattern SHIP_NOW = Pattern.compile("/queues/([^/]+)/ship-now");
  private static final String BEARER = "Bearer ";

  private final HttpServer server;
  private final ExecutorService threads;
  private final String host;

  /**
   * Takes the address; nothing is answered yet.
   *
   * @param port 0 for any free one
   * @throws IOException if the port is taken
   */
  public AdminServer(String host, int port) throws IOException {
    this.host = host;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 16);
    // Two: a slow status must not keep a liveness probe waiting.
    threads = Executors.newFixedThreadPool(2, task -> {
      Thread thread = new Thread(task, "gt8004-admin");
      thread.setDaemon(true);
      return thread;
    });
    server.setExecutor(threads);
  }

  /** Begins to answer. */
  public void serve(AdminDesk desk) {
    server.createContext("/", exchange -> serve(exchange, desk));
    server.start();
  }

  /** Address of the server, without a slash at its end. */
  public String url() {
    return "http://" + host + ":" + server.getAddress().getPort();
  }

  private static void serve(HttpExchange exchange, AdminDesk desk) throws IOException {
    try (exchange) {
      AdminDesk.Answer answer = answer(exchange, desk);
      byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static AdminDesk.Answer answer(HttpExchange exchange, AdminDesk desk) {
    String path = exchange.getRequestURI().getPath();
    Matcher shipNow = SHIP_NOW.matcher(path);
    String method = exchange.getRequestMethod();
    if (shipNow.matches()) {
      return method.equals("POST")
          ? desk.shipNow(shipNow.group(1), token(exchange))
          : error(405, "use POST");
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return error(405, "use GET");
    }
    return switch (path) {
      case "/healthz" -> desk.health();
      case "/readyz" -> desk.readiness();
      case "/status" -> desk.status();
      default -> error(404, "try /healthz, /readyz, /status");
    };
  }

  private static String token(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    return header != null && header.startsWith(BEARER)
        ? header.substring(BEARER.length()).strip()
        : "";
  }

  private static AdminDesk.Answer error(int status, String text) {
    return new AdminDesk.Answer(status, "{\"error\":\"" + text + "\"}");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
