package com.gt8004.cli.demo;

import com.gt8004.sdk.servlet.GT8004Request;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The sample agent's endpoints: the guide's {@code /} and {@code /chat}, and three tools, one of them paid. */
final class AgentServlet extends HttpServlet {
  private static final String PAYER = "0x00000000000000000000000000000000000demo";

  private final long thinkNanos;

  AgentServlet(int thinkMillis) {
    this.thinkNanos = TimeUnit.MILLISECONDS.toNanos(thinkMillis);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getRequestURI().equals("/")) {
      answer(response, 200, "{\"message\":\"Hello World\"}");
    } else {
      answer(
          response,
          404,
          "{\"error\":\"not found; POST to /chat, /tools/search, /tools/translate or /tools/gas_price\"}");
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (thinkNanos > 0) {
      LockSupport.parkNanos(thinkNanos);
    }
    DemoRequest demo = new DemoRequest(DemoRequest.numberIn(body));
    if (demo.number() < 0) {
      answer(response, 200, "{\"reply\":\"안녕하세요\"}");
      return;
    }
    BigDecimal payment = demo.payment();
    if (payment != null) {
      GT8004Request.current(request)
          .x402Amount(payment)
          .x402Token("USDC-base")
          .x402TxHash(demo.transaction())
          .x402Payer(PAYER);
    }
    answer(response, demo.status(), demo.replyBody());
  }

  private static void answer(HttpServletResponse response, int status, String json)
      throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
