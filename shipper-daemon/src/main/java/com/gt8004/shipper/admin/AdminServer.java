package com.gt8004.shipper.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Serves an {@link AdminDesk} on one address. Taking the address and serving are two steps.
 *
 * <p>Answers only requests that name a loopback host or its own address: else a web page could point a
 * name of its own at 127.0.0.1 and read this server through the browser of whoever visits it.
 */
public final class AdminServer implements AutoCloseable {
  private static final int BODY_BYTES_MAX = 4_096;
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]");
  private static final Pattern ORDER = Pattern.compile("/queues/([^/]+)/("
      + Arrays.stream(AdminDesk.Order.values())
          .map(AdminDesk.Order::word)
          .collect(Collectors.joining("|"))
      + ")");
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

  private void serve(HttpExchange exchange, AdminDesk desk) throws IOException {
    try (exchange) {
      AdminDesk.Answer answer = isForUs(exchange)
          ? answer(exchange, desk)
          : error(403, "this server answers on " + url() + " only; the Host header names another");
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private boolean isForUs(HttpExchange exchange) {
    List<String> named = exchange.getRequestHeaders().get("Host");
    if (named == null) {
      return true; // HTTP/1.0, which no browser speaks
    }
    String asked = named.get(0).strip().toLowerCase(Locale.ROOT).replaceFirst(":\\d{1,5}$", "");
    return named.size() == 1 && (LOOPBACK.matcher(asked).matches() || asked.equals(host));
  }

  private static AdminDesk.Answer answer(HttpExchange exchange, AdminDesk desk) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    Matcher told = ORDER.matcher(path);
    if (told.matches()) {
      return method.equals("POST")
          ? order(exchange, desk, told.group(1), orderOf(told.group(2)))
          : error(405, "use POST");
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return error(405, "use GET");
    }
    return switch (path) {
      case "/healthz" -> desk.health();
      case "/readyz" -> desk.readiness();
      case "/status" -> desk.status();
      case "/metrics" -> desk.metrics();
      default -> error(404, "try /healthz, /readyz, /metrics, /status");
    };
  }

  private static AdminDesk.Order orderOf(String word) {
    return Arrays.stream(AdminDesk.Order.values())
        .filter(order -> order.word().equals(word))
        .findFirst()
        .orElseThrow();
  }

  private static AdminDesk.Answer order(
      HttpExchange exchange, AdminDesk desk, String queueName, AdminDesk.Order order)
      throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
    return body.length > BODY_BYTES_MAX
        ? error(413, "at most " + BODY_BYTES_MAX + " bytes")
        : desk.order(order, queueName, token(exchange), new String(body, StandardCharsets.UTF_8));
  }

  private static String token(HttpExchange exchange) {
    @Nullable String header = exchange.getRequestHeaders().getFirst("Authorization");
    return header != null && header.startsWith(BEARER)
        ? header.substring(BEARER.length()).strip()
        : "";
  }

  private static AdminDesk.Answer error(int status, String text) {
    return AdminDesk.Answer.json(status, "{\"error\":\"" + text + "\"}");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
