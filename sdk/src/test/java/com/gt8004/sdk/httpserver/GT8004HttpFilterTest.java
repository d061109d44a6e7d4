package com.gt8004.sdk.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.exchange.ExchangeCapture;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The filter before handlers of the JDK's own server. */
class GT8004HttpFilterTest {
  private final BlockingQueue<RequestLogEntry> entries = new LinkedBlockingQueue<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aRequest_isLoggedWithBodiesCustomerAndTool() throws Exception {
    handle(exchange -> {
      byte[] asked = exchange.getRequestBody().readAllBytes();
      answer(exchange, 201, "{\"length\":" + asked.length + "}");
    });
    String sent = "{\"message\":\"안녕\",\"password\":\"hunter2\"}";
    HttpResponse<String> answer = send(request("/agent/chat?token=secret")
        .header("Content-Type", "application/json")
        .header("X-Customer-ID", "customer-123")
        .POST(BodyPublishers.ofString(sent)));
    int length = sent.getBytes(StandardCharsets.UTF_8).length;
    assertThat(answer.body()).isEqualTo("{\"length\":" + length + "}");
    RequestLogEntry entry = entry();
    assertThat(entry.method()).isEqualTo("POST");
    assertThat(entry.path()).isEqualTo("/agent/chat");
    assertThat(entry.statusCode()).isEqualTo(201);
    assertThat(entry.customerId()).isEqualTo("customer-123");
    assertThat(entry.toolName()).isEqualTo("chat");
    assertThat(entry.requestBody()).isEqualTo("{\"message\":\"안녕\",\"password\":\"***\"}");
    assertThat(entry.requestBodySize()).isEqualTo(length);
    assertThat(entry.responseBody()).isEqualTo(answer.body());
    assertThat(entry.ipAddress()).isEqualTo("127.0.0.1");
    assertThat(entry.headers()).containsEntry("content-type", "application/json");
    assertThat(entries).isEmpty();
  }

  @Test
  void aHandlerThatThrows_isLoggedAs500WithItsName() {
    handle(exchange -> {
      throw new IllegalStateException("broken");
    });
    assertThatThrownBy(() -> send(request("/a"))).isInstanceOf(IOException.class);
    assertThat(entryNow().statusCode()).isEqualTo(500);
    assertThat(last.errorType()).isEqualTo("IllegalStateException");
  }

  @Test
  void aResponseWithoutABody_isLoggedWhenTheHandlerReturns() throws Exception {
    handle(exchange -> exchange.sendResponseHeaders(204, -1));
    assertThat(send(request("/a")).statusCode()).isEqualTo(204);
    assertThat(entry().statusCode()).isEqualTo(204);
    assertThat(last.responseBodySize()).isZero();
  }

  @Test
  void anAnswerFromAnotherThread_isLoggedWhenItIsWhole() throws Exception {
    handle(exchange -> new Thread(() -> {
          try {
            answer(exchange, 200, "later");
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        })
        .start());
    assertThat(send(request("/a")).body()).isEqualTo("later");
    assertThat(entry().responseBody()).isEqualTo("later");
    assertThat(entries).isEmpty();
  }

  @Test
  void aStreamOfMoreThanIsKept_reachesTheClientWhole() throws Exception {
    byte[] block = "0123456789abcdef".repeat(256).getBytes(StandardCharsets.US_ASCII);
    handle(exchange -> {
      exchange.getResponseHeaders().set("Content-Type", "text/plain");
      exchange.sendResponseHeaders(200, 0); // chunked
      for (int i = 0; i < 100; i++) {
        exchange.getResponseBody().write(block);
      }
      exchange.close();
    });
    assertThat(send(request("/a")).body()).hasSize(100 * block.length);
    assertThat(entry().responseBodySize()).isEqualTo(100 * block.length);
    assertThat(last.responseBody()).hasSize(16_384);
  }

  @Test
  void whatAHandlerSets_winsAndHealthChecksAreLeftOut() throws Exception {
    handle(exchange -> {
      if (GT8004HttpFilter.current() != null) {
        GT8004HttpFilter.current().customerId("named").toolName("search").errorType("Odd");
      }
      answer(exchange, 200, "ok");
    });
    send(request("/healthz"));
    send(request("/a"));
    assertThat(entry().path()).isEqualTo("/a");
    assertThat(last.customerId()).isEqualTo("named");
    assertThat(last.toolName()).isEqualTo("search");
    assertThat(last.errorType()).isEqualTo("Odd");
    assertThat(entries).isEmpty();
  }

  @Test
  void aSettledPayment_isLogged() throws Exception {
    String settled =
        "{\"success\":true,\"transaction\":\"0xabc\",\"network\":\"base\",\"payer\":\"0xdef\"}";
    String paid = "{\"x402Version\":1,\"scheme\":\"exact\",\"network\":\"base\",\"payload\":"
        + "{\"authorization\":{\"from\":\"0xdef\",\"value\":\"50000\"}}}";
    handle(exchange -> {
      exchange.getResponseHeaders().set("X-PAYMENT-RESPONSE", base64(settled));
      answer(exchange, 200, "ok");
    });
    send(request("/a").header("X-PAYMENT", base64(paid)));
    assertThat(entry().x402Amount()).isEqualByComparingTo("0.05");
    assertThat(last.x402TxHash()).isEqualTo("0xabc");
    assertThat(last.headers()).doesNotContainKey("x-payment");
  }

  @Test
  void aForwardingHeader_isBelievedBehindATrustedProxyOnly() throws Exception {
    ExchangeCapture behind = ExchangeCapture.builder(this::keep)
        .trustedProxies(List.of("127.0.0.0/8"))
        .build();
    server
        .createContext("/behind", exchange -> answer(exchange, 200, "ok"))
        .getFilters()
        .add(new GT8004HttpFilter(behind));
    handle(exchange -> answer(exchange, 200, "ok"));
    send(request("/behind").header("X-Forwarded-For", "203.0.113.7"));
    assertThat(entry().ipAddress()).isEqualTo("203.0.113.7");
    send(request("/direct").header("X-Forwarded-For", "203.0.113.7"));
    assertThat(entry().ipAddress()).isEqualTo("127.0.0.1");
  }

  private RequestLogEntry last;

  private RequestLogEntry entry() throws InterruptedException {
    last = entries.poll(10, TimeUnit.SECONDS);
    assertThat(last).as("an entry within 10 s").isNotNull();
    return last;
  }

  private RequestLogEntry entryNow() {
    try {
      return entry();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private AppendResult keep(RequestLogEntry entry) {
    entries.add(entry);
    return AppendResult.APPENDED;
  }

  private void handle(HttpHandler handler) {
    server
        .createContext("/", handler)
        .getFilters()
        .add(new GT8004HttpFilter(ExchangeCapture.builder(this::keep).build()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
