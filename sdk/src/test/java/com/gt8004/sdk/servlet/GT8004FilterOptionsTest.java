package com.gt8004.sdk.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.capture.BodyTypes;
import com.gt8004.sdk.capture.Redaction;
import com.gt8004.sdk.capture.Sampling;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What an application may choose: headers, bodies, masks, sampling; and what a handler can say. */
class GT8004FilterOptionsTest {
  private static final String JSON = "\r\nContent-Type: application/json";

  @Test
  void keptHeaders_areMaskedAndNamedOnes() throws Exception {
    try (AgentServer server = AgentServer.filtered(
        b -> b.keepHeaders("X-Trace-Id", "Accept"), (request, response) -> {})) {
      server.send("GET /a HTTP/1.1\r\nX-Trace-Id: 7\r\nX-Trace-Id: token=abc\r\nX-Other: 1");
      assertThat(server.entry().headers())
          .containsOnlyKeys("x-trace-id")
          .containsEntry("x-trace-id", "7, token=***");
    }
  }

  @Test
  void keptHeaders_areNoCredentials() {
    for (String name : new String[] {"Authorization", "cookie", "X-PAYMENT", " "}) {
      assertThatThrownBy(
              () -> GT8004Filter.builder(entry -> AppendResult.APPENDED).keepHeaders(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("kept header is \"" + name + "\"");
    }
  }

  @Test
  void redaction_isTheApplicationsOwn() throws Exception {
    Redaction rules = Redaction.builder().paths("$.user.name").build();
    try (AgentServer server =
        AgentServer.filtered(b -> b.redaction(rules), GT8004FilterBodiesTest::echoByStream)) {
      server.send("POST /chat HTTP/1.1" + JSON, "{\"user\":{\"name\":\"kim\"},\"password\":\"x\"}");
      assertThat(server.entry().requestBody())
          .isEqualTo("{\"user\":{\"name\":\"***\"},\"password\":\"***\"}");
    }
  }

  @Test
  void bodies_areKeptByTheirType() throws Exception {
    try (AgentServer server = AgentServer.filtered(
        b -> b.bodies(BodyTypes.of("text/plain"), BodyTypes.none()),
        GT8004FilterBodiesTest::echoByStream)) {
      server.send("POST /chat HTTP/1.1" + JSON, "{}");
      RequestLogEntry json = server.entry();
      assertThat(json.requestBody()).isNull();
      assertThat(json.requestBodySize()).isEqualTo(2);
      server.send("POST /chat HTTP/1.1\r\nContent-Type: text/plain", "hello");
      RequestLogEntry text = server.entry();
      assertThat(text.requestBody()).isEqualTo("hello");
      assertThat(text.responseBody()).isNull();
      assertThat(text.responseBodySize()).isEqualTo(5);
    }
  }

  @Test
  void sampling_keepsErrorsAndPayments() throws Exception {
    try (AgentServer server = AgentServer.filtered(
        b -> b.sampling(Sampling.builder().rate("/last-of-all", 1).otherwise(0).build()),
        (request, response) -> {
          switch (request.getRequestURI()) {
            case "/fails" -> response.setStatus(500);
            case "/unpaid" -> response.setStatus(402);
            case "/paid" -> GT8004Request.current().x402TxHash("0xabc");
            default -> {}
          }
        })) {
      server.send("GET /fine HTTP/1.1");
      server.send("GET /unpaid HTTP/1.1");
      server.send("GET /fails HTTP/1.1");
      assertThat(server.entry().path()).isEqualTo("/fails");
      server.send("GET /paid HTTP/1.1");
      assertThat(server.entry().path()).isEqualTo("/paid");
      server.assertNothingMoreLogged();
      assertThat(server.filter().sampledOut()).isEqualTo(2);
    }
  }

  @Test
  void current_isTheRequestOfItsThreadAndOfNoOther() throws Exception {
    CompletableFuture<GT8004Request> elsewhere = new CompletableFuture<>();
    CompletableFuture<Boolean> same = new CompletableFuture<>();
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      same.complete(GT8004Request.current() == GT8004Request.current(request)
          && GT8004Request.current() == request.getAttribute(GT8004Request.ATTRIBUTE));
      GT8004Request mine = GT8004Request.current();
      Thread other = new Thread(() -> {
        elsewhere.complete(GT8004Request.current().toolName("read by nobody"));
        mine.customerId("set elsewhere");
      });
      other.start();
      join(other);
    })) {
      server.send("GET /chat HTTP/1.1");
      RequestLogEntry entry = server.entry();
      assertThat(same.join()).isTrue();
      assertThat(entry.toolName()).isEqualTo("chat");
      assertThat(entry.customerId()).isEqualTo("set elsewhere");
      assertThat(GT8004Request.current()).isNotSameAs(GT8004Request.current());
    }
  }

  @Test
  void current_isLeftWithTheRequest() throws Exception {
    FakeExchange exchange = new FakeExchange();
    exchange.through(null);
    GT8004Request after = GT8004Request.current();
    assertThat(after).isNotSameAs(GT8004Request.current());
  }

  @Test
  void streams_haveTheirFirstByteAsLatency() throws Exception {
    SteppedClock clock = new SteppedClock();
    try (AgentServer server = AgentServer.filtered(b -> b.clock(clock), (request, response) -> {
      response.setContentType("text/event-stream");
      clock.step(2_000);
      response.getWriter().print("data: 1\n\n");
      response.getWriter().flush();
      clock.step(60_000_000);
      response.getWriter().print("data: 2\n\n");
    })) {
      server.send("GET /events HTTP/1.1");
      RequestLogEntry entry = server.entry();
      assertThat(entry.responseMs()).isEqualTo(2.0);
      assertThat(entry.headers()).containsEntry("gt8004-stream-ms", "60002.0");
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
