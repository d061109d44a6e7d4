package com.gt8004.sdk.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The client must not be able to tell whether the filter is there: answers compared byte for byte. */
class GT8004FilterTransparencyTest {
  private static final String[] SHAPES = {
    "empty",
    "writer",
    "default-charset",
    "korean-writer",
    "stream",
    "print",
    "print-line",
    "printf",
    "locale-printf",
    "large-writer",
    "large-stream",
    "flush",
    "length",
    "error",
    "error-text",
    "redirect",
    "reset",
    "reset-buffer",
    "cookies",
    "throw",
    "throw-late",
    "close",
    "no-content",
    "status",
    "async",
    "parameter",
    "both",
    "check-error",
  };

  @Test
  void answers_areTheSameWithAndWithoutTheFilter() throws Exception {
    try (AgentServer plain = AgentServer.unfiltered(GT8004FilterTransparencyTest::answer);
        AgentServer filtered = AgentServer.filtered(GT8004FilterTransparencyTest::answer)) {
      for (String shape : SHAPES) {
        for (String method : new String[] {"GET", "HEAD", "POST"}) {
          String head = method + " /" + shape + "?q=1 HTTP/1.1";
          byte[] body = body(method);
          String form =
              body.length > 0 ? "\r\nContent-Type: application/x-www-form-urlencoded" : "";
          byte[] expected = plain.send(head + form, body);
          byte[] actual = filtered.send(head + form, body);
          assertThat(text(actual)).as("%s %s", method, shape).isEqualTo(text(expected));
          assertThat(filtered.entry().path()).isEqualTo("/" + shape);
        }
      }
      assertThat(filtered.filter().captureFailures()).isZero();
    }
  }

  private static void answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getDispatcherType() != DispatcherType.REQUEST) {
      return;
    }
    switch (request.getRequestURI().substring(1)) {
      case "writer" -> response.getWriter().print("hello");
      case "default-charset" -> {
        response.setContentType("text/html");
        response.getWriter().println("안녕 é");
      }
      case "korean-writer" -> {
        response.setContentType("text/plain;charset=EUC-KR");
        response.getWriter().append("안녕").println();
      }
      case "stream" -> response.getOutputStream().write("안녕".getBytes(StandardCharsets.UTF_8));
      case "print" -> response.getOutputStream().print("é" + 1);
      case "print-line" -> response.getOutputStream().println(true);
      case "printf" -> response.getWriter().printf("%,d %s", 1_234_567, "x");
      case "locale-printf" -> {
        response.setLocale(Locale.GERMANY);
        response.getWriter().printf("%,.2f", 1_234.5);
      }
      case "large-writer" -> {
        readAll(request);
        response.getWriter().print("말".repeat(100_000));
      }
      case "large-stream" -> {
        readAll(request);
        response.getOutputStream().write(new byte[300_000]);
      }
      case "error" -> response.sendError(418);
      case "error-text" -> {
        response.getWriter().print("draft");
        response.sendError(422, "bad tool");
      }
      case "redirect" -> response.sendRedirect("/elsewhere");
      case "throw" -> throw new IllegalStateException("handler");
      case "status" -> response.setStatus(299);
      case "no-content" -> response.setStatus(204);
      default -> answerInSteps(request, response);
    }
  }

  /** Closing a connection with an unread request resets it, and the end of a long answer may be lost. */
  private static void readAll(HttpServletRequest request) throws IOException {
    request.getInputStream().readAllBytes();
  }

  private static void answerInSteps(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (request.getRequestURI().substring(1)) {
      case "flush" -> {
        response.getWriter().print("a");
        response.flushBuffer();
        response.getWriter().print("b");
      }
      case "length" -> {
        response.setContentLength(3);
        response.getOutputStream().print("abc");
      }
      case "reset" -> {
        response.getWriter().print("draft");
        response.reset();
        response.getOutputStream().print("final");
      }
      case "reset-buffer" -> {
        response.getWriter().print("draft");
        response.resetBuffer();
        response.getWriter().print("final");
      }
      case "cookies" -> {
        response.addCookie(new Cookie("a", "1"));
        response.addCookie(new Cookie("b", "2"));
      }
      case "throw-late" -> {
        response.getWriter().print("begun");
        response.flushBuffer();
        throw new IllegalStateException("handler");
      }
      case "close" -> {
        response.getWriter().print("whole");
        response.getWriter().close();
        response.getWriter().print("ignored");
      }
      case "async" -> {
        AsyncContext async = request.startAsync();
        async.start(() -> writeAndComplete(async));
      }
      case "parameter" ->
        response.getWriter().print(request.getParameter("a") + request.getParameter("q"));
      case "both" -> {
        response.getWriter().print("x");
        try {
          response.getOutputStream();
        } catch (IllegalStateException expected) {
          response.getWriter().print("refused");
        }
      }
      case "check-error" -> response.getWriter().print(response.getWriter().checkError());
      default -> {}
    }
  }

  private static void writeAndComplete(AsyncContext async) {
    try {
      async.getResponse().getWriter().print("async " + async.getRequest().getParameter("q"));
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
    async.complete();
  }

  private static byte[] body(String method) {
    return method.equals("POST") ? "a=1&b=%EA%B0%92".getBytes(StandardCharsets.UTF_8) : new byte[0];
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
