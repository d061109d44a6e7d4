package com.gt8004.sdk.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.capture.EntrySink;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Handlers that fail, and captures that fail: each request logged once, none harmed. */
class GT8004FilterErrorsTest {
  @Test
  void exceptions_areLoggedAs500WithTheirName() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      if (request.getDispatcherType() == DispatcherType.REQUEST
          && request.getRequestURI().equals("/fails")) {
        response.setStatus(202);
        response.getWriter().print("never sent");
        throw new IllegalStateException("SECRET");
      }
    })) {
      assertThat(server.send("GET /fails HTTP/1.1")).startsWith("HTTP/1.1 500");
      RequestLogEntry entry = server.entry();
      assertThat(entry.statusCode()).isEqualTo(500);
      assertThat(entry.errorType()).isEqualTo("IllegalStateException");
      assertThat(entry.responseBody()).isNull();
      assertThat(entry.responseBodySize())
          .as("the error page is the container's")
          .isNull();
      server.assertNothingMoreLogged();
    }
  }

  @Test
  void exceptions_goOnUnchanged() {
    for (Throwable thrown : new Throwable[] {
      new IOException("a"),
      new ServletException("b"),
      new IllegalStateException("c"),
      new StackOverflowError()
    }) {
      FakeExchange exchange = new FakeExchange();
      assertThatThrownBy(() -> exchange.through(thrown)).isSameAs(thrown);
      assertThat(exchange.logged()).hasSize(1);
      assertThat(exchange.logged().get(0).errorType())
          .isEqualTo(thrown.getClass().getSimpleName());
    }
  }

  @Test
  void exceptions_insideAServletExceptionGiveTheName() {
    FakeExchange exchange = new FakeExchange();
    ServletException thrown = new ServletException("wrapped", new IllegalArgumentException("x"));
    assertThatThrownBy(() -> exchange.through(thrown)).isSameAs(thrown);
    assertThat(exchange.logged().get(0).errorType()).isEqualTo("IllegalArgumentException");
  }

  @Test
  void exceptions_withoutASimpleNameGiveTheWholeOne() {
    FakeExchange exchange = new FakeExchange();
    RuntimeException thrown = new RuntimeException() {};
    assertThatThrownBy(() -> exchange.through(thrown)).isSameAs(thrown);
    assertThat(exchange.logged().get(0).errorType()).isEqualTo(thrown.getClass().getName());
  }

  @Test
  void exceptions_afterTheResponseBeganKeepItsStatus() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      if (request.getRequestURI().equals("/fails")) {
        response.setContentType("text/plain");
        response.getWriter().print("begun");
        response.flushBuffer();
        throw new IllegalStateException("late");
      }
    })) {
      assertThat(server.send("GET /fails HTTP/1.1")).startsWith("HTTP/1.1 200");
      RequestLogEntry entry = server.entry();
      assertThat(entry.statusCode()).isEqualTo(200);
      assertThat(entry.errorType()).isEqualTo("IllegalStateException");
      assertThat(entry.responseBody()).isEqualTo("begun");
      server.assertNothingMoreLogged();
    }
  }

  @Test
  void sentErrors_areLoggedOnceWithTheirStatus() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      if (request.getDispatcherType() == DispatcherType.REQUEST
          && request.getRequestURI().equals("/missing")) {
        response.getWriter().print("draft");
        response.sendError(404, "no such tool");
      }
    })) {
      assertThat(server.send("GET /missing HTTP/1.1")).startsWith("HTTP/1.1 404");
      RequestLogEntry entry = server.entry();
      assertThat(entry.statusCode()).isEqualTo(404);
      assertThat(entry.errorType()).isNull();
      assertThat(entry.responseBody()).isNull();
      assertThat(entry.responseBodySize()).isNull();
      server.assertNothingMoreLogged();
    }
  }

  @Test
  void redirects_areLoggedWithoutABody() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      response.getWriter().print("draft");
      response.sendRedirect("/elsewhere?ticket=secret");
    })) {
      assertThat(server.send("GET /moved HTTP/1.1")).startsWith("HTTP/1.1 302");
      RequestLogEntry entry = server.entry();
      assertThat(entry.statusCode()).isEqualTo(302);
      assertThat(entry.responseBody()).isNull();
    }
  }

  @Test
  void sinkThatThrows_harmsNoRequest() throws Exception {
    EntrySink broken = entry -> {
      throw new IllegalStateException("full of secrets");
    };
    FakeExchange exchange = new FakeExchange(GT8004Filter.builder(broken));
    exchange.through(null);
    assertThat(exchange.filter().captureFailures()).isEqualTo(1);
  }

  @Test
  void containerThatThrows_stillServesTheRequest() throws Exception {
    FakeExchange exchange = new FakeExchange();
    exchange.failOn("getRequestURI");
    exchange.through(null);
    assertThat(exchange.chainCalls()).isEqualTo(1);
    assertThat(exchange.logged()).isEmpty();
    assertThat(exchange.filter().captureFailures()).isEqualTo(1);
  }

  @Test
  void containerThatThrowsAtTheEnd_stillServesTheRequest() throws Exception {
    FakeExchange exchange = new FakeExchange();
    exchange.failOn("getStatus");
    exchange.through(null);
    assertThat(exchange.chainCalls()).isEqualTo(1);
    assertThat(exchange.filter().captureFailures()).isEqualTo(1);
  }
}
