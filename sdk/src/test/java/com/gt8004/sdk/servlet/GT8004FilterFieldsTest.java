package com.gt8004.sdk.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.queue.EpochClock;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an entry says of a request, besides its bodies. */
class GT8004FilterFieldsTest {
  private static final AgentServer.Handler OK = (request, response) -> response.setStatus(201);

  @Test
  void entry_describesTheRequestAndItsAnswer() throws Exception {
    SteppedClock clock = new SteppedClock();
    try (AgentServer server = AgentServer.filtered(b -> b.clock(clock), (request, response) -> {
      clock.step(142_500);
      response.setStatus(201);
    })) {
      long arrival = clock.epochMicros();
      server.send("DELETE /agents/%EC%95%88/chat?token=query-secret HTTP/1.1\r\n"
          + "User-Agent: curl/8\r\nReferer: https://x.y/z?token=referer-secret\r\n"
          + "Accept: */*\r\nAccept-Language: ko-KR,ko\r\nX-Customer-ID: customer-123");
      RequestLogEntry entry = server.entry();
      assertThat(entry.method()).isEqualTo("DELETE");
      assertThat(entry.path()).isEqualTo("/agents/%EC%95%88/chat");
      assertThat(entry.statusCode()).isEqualTo(201);
      assertThat(entry.responseMs()).isEqualTo(142.5);
      assertThat(entry.timestamp()).isEqualTo(EpochClock.instantOf(arrival));
      assertThat(entry.customerId()).isEqualTo("customer-123");
      assertThat(entry.toolName()).isEqualTo("chat");
      assertThat(entry.ipAddress()).isEqualTo("127.0.0.1");
      assertThat(entry.userAgent()).isEqualTo("curl/8");
      assertThat(entry.referer()).isEqualTo("https://x.y/z");
      assertThat(entry.acceptLanguage()).isEqualTo("ko-KR,ko");
      assertThat(entry.headers())
          .isEqualTo(Map.of("user-agent", "curl/8", "referer", "https://x.y/z", "accept", "*/*"));
      assertThat(entry.requestBody()).isNull();
      assertThat(entry.requestBodySize()).isZero();
      assertThat(entry.responseBody()).isNull();
      assertThat(entry.responseBodySize()).isZero();
      assertThat(entry.errorType()).isNull();
    }
  }

  @Test
  void entry_holdsNoSecretHeader() throws Exception {
    try (AgentServer server = AgentServer.filtered(OK)) {
      server.send("GET /a;jsessionid=SECRET1;v=2/b HTTP/1.1\r\n"
          + "Authorization: Bearer SECRET2\r\n"
          + "Cookie: s=SECRET3\r\n"
          + "X-API-Key: SECRET4\r\n"
          + "X-PAYMENT: SECRET5\r\n"
          + "PAYMENT-SIGNATURE: SECRET6\r\n"
          + "X-Forwarded-For: SECRET7");
      RequestLogEntry entry = server.entry();
      assertThat(entry.path()).isEqualTo("/a;v=2/b");
      assertThat(everyValueOf(entry)).isNotEmpty().noneMatch(value -> value.contains("SECRET"));
    }
  }

  @Test
  void entry_cutsWhatAClientMadeTooLong() throws Exception {
    try (AgentServer server = AgentServer.filtered(OK)) {
      String answer = server.send("GET /" + "p".repeat(2_500) + " HTTP/1.1\r\nUser-Agent: "
          + "u".repeat(1_500) + "\r\nAccept-Language: " + "l".repeat(300)
          + "\r\nX-Customer-ID: " + "c".repeat(300) + "\r\nAccept: " + "a".repeat(1_100));
      assertThat(answer).startsWith("HTTP/1.1 201");
      RequestLogEntry entry = server.entry();
      assertThat(entry.path()).hasSize(2_048);
      assertThat(entry.userAgent()).hasSize(1_024);
      assertThat(entry.acceptLanguage()).hasSize(256);
      assertThat(entry.customerId()).hasSize(128);
      assertThat(entry.toolName()).hasSize(128);
      assertThat(entry.headers().get("accept")).hasSize(1_024);
      assertThat(server.filter().captureFailures()).isZero();
    }
  }

  @Test
  void entry_takesWhatTheHandlerKnows() throws Exception {
    try (AgentServer server =
        AgentServer.filtered((request, response) -> GT8004Request.current(request)
            .customerId("customer-7")
            .toolName("search")
            .errorType("QuotaExceeded")
            .x402Amount(new BigDecimal("0.05"))
            .x402TxHash("0xabc")
            .x402Token("USDC-base")
            .x402Payer("0xdef"))) {
      server.send("GET /chat HTTP/1.1\r\nX-Customer-ID: customer-123");
      RequestLogEntry entry = server.entry();
      assertThat(entry.customerId()).isEqualTo("customer-7");
      assertThat(entry.toolName()).isEqualTo("search");
      assertThat(entry.errorType()).isEqualTo("QuotaExceeded");
      assertThat(entry.x402Amount()).isEqualByComparingTo("0.05");
      assertThat(entry.x402TxHash()).isEqualTo("0xabc");
      assertThat(entry.x402Token()).isEqualTo("USDC-base");
      assertThat(entry.x402Payer()).isEqualTo("0xdef");
    }
  }

  @Test
  void entry_leavesOutAPaymentThatNoEntryMayHold() throws Exception {
    try (AgentServer server =
        AgentServer.filtered((request, response) -> GT8004Request.current(request)
            .x402Amount(new BigDecimal("-1"))
            .x402TxHash("f".repeat(200))
            .x402Payer("0xdef"))) {
      server.send("GET /chat HTTP/1.1");
      RequestLogEntry entry = server.entry();
      assertThat(entry.x402Amount()).isNull();
      assertThat(entry.x402TxHash()).isNull();
      assertThat(entry.x402Payer()).isEqualTo("0xdef");
      assertThat(server.filter().captureFailures()).isEqualTo(2);
    }
  }

  @Test
  void customer_isTheClaimElseTheResolvedElseTheAddress() throws Exception {
    try (AgentServer server = AgentServer.filtered(
        b -> b.customerClaim("sub")
            .trustedProxies("127.0.0.0/8")
            .customerResolver(request -> {
              if (request.getRequestURI().equals("/throws")) {
                throw new IllegalStateException("resolver");
              }
              return request.getParameter("who");
            })
            .toolResolver(request -> request.getParameter("tool")),
        OK)) {
      server.send("GET /a?who=lee HTTP/1.1\r\nAuthorization: Bearer e30.eyJzdWIiOiJraW0ifQ.c2ln");
      RequestLogEntry claimed = server.entry();
      assertThat(claimed.customerId()).isEqualTo("kim");
      assertThat(everyValueOf(claimed)).noneMatch(value -> value.contains("c2ln"));
      server.send("GET /a?who=lee&tool=t HTTP/1.1");
      RequestLogEntry resolved = server.entry();
      assertThat(resolved.customerId()).isEqualTo("lee");
      assertThat(resolved.toolName()).isEqualTo("t");
      assertThat(resolved.protocol()).isEqualTo("http");
      server.send("GET /throws HTTP/1.1\r\nX-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 8.8.8.8");
      RequestLogEntry addressed = server.entry();
      assertThat(addressed.customerId()).isEqualTo("8.8.8.8");
      assertThat(addressed.ipAddress()).isEqualTo("8.8.8.8");
      assertThat(server.filter().captureFailures()).isEqualTo(1);
    }
  }

  @Test
  void excludedPaths_andSkippedRequestsAreNotLogged() throws Exception {
    try (AgentServer server =
        AgentServer.filtered(b -> b.excludePaths("/internal/*"), (request, response) -> {
          GT8004Request.current(request).customerId("nobody reads this");
          if (request.getRequestURI().equals("/skipped")) {
            GT8004Request.current(request).skip();
          }
        })) {
      for (String path : List.of(
          "/health",
          "/healthz",
          "/readyz",
          "/_health",
          "/.well-known/agent.json/health",
          "/internal/x",
          "/skipped")) {
        assertThat(server.send("GET " + path + " HTTP/1.1")).startsWith("HTTP/1.1 200");
      }
      server.assertNothingMoreLogged();
    }
  }

  @Test
  void forwardsAndIncludesAreOneRequest() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      switch (request.getDispatcherType()) {
        case REQUEST -> {
          String to = request.getParameter("to");
          if ("forward".equals(to)) {
            request.getRequestDispatcher("/inner").forward(request, response);
          } else if ("include".equals(to)) {
            response.getWriter().print("before ");
            request.getRequestDispatcher("/inner").include(request, response);
          }
        }
        default -> response.getWriter().print("inner");
      }
    })) {
      server.send("GET /outer?to=forward HTTP/1.1");
      RequestLogEntry forwarded = server.entry();
      assertThat(forwarded.path()).isEqualTo("/outer");
      assertThat(forwarded.responseBody()).isEqualTo("inner");
      server.send("GET /outer?to=include HTTP/1.1");
      assertThat(server.entry().responseBody()).isEqualTo("before inner");
      server.assertNothingMoreLogged();
    }
  }

  @Test
  void resultListener_hearsOfEachEntryAndHarmsNothing() throws Exception {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    try (AgentServer server = AgentServer.filtered(
        b -> b.resultListener((entry, result) -> {
          heard.add(entry.path() + " " + result);
          throw new IllegalStateException("listener");
        }),
        OK)) {
      assertThat(server.send("GET /one HTTP/1.1")).startsWith("HTTP/1.1 201");
      assertThat(server.entry().path()).isEqualTo("/one");
      server.assertNothingMoreLogged();
    }
    assertThat(heard).containsExactly("/one APPENDED", "/last-of-all APPENDED");
  }

  private static List<String> everyValueOf(RequestLogEntry entry)
      throws ReflectiveOperationException {
    List<String> values = new ArrayList<>();
    for (var method : RequestLogEntry.class.getMethods()) {
      if (method.getDeclaringClass() == RequestLogEntry.class
          && method.getParameterCount() == 0
          && !method.getName().equals("toBuilder")
          && !java.lang.reflect.Modifier.isStatic(method.getModifiers())) {
        values.add(String.valueOf(method.invoke(entry)));
      }
    }
    return values;
  }
}
