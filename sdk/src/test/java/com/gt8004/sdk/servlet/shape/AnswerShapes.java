package com.gt8004.sdk.servlet.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.RequestLogEntry;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** What handlers may answer. */
final class AnswerShapes {
  private static final String UTF8 = "text/plain;charset=utf-8";

  private AnswerShapes() {}

  static List<Shape> all() {
    return List.of(
        get("empty", response -> {}, answered(200, null, 0)),
        get("writer", response -> text(response, "hello"), answered(200, "hello", 5)),
        get("korean", response -> text(response, "안녕"), answered(200, "안녕", 6)),
        get(
            "default-charset",
            response -> {
              response.setContentType("text/html");
              response.getWriter().print("é");
            },
            // The containers do not agree on the charset of text/html.
            entry -> assertThat(entry.responseBody()).isEqualTo("é")),
        get(
            "euc-kr",
            response -> {
              response.setContentType("text/plain;charset=EUC-KR");
              response.getWriter().append("안녕").append('!').flush();
            },
            answered(200, "안녕!", 5)),
        get(
            "printf",
            response -> {
              response.setContentType(UTF8);
              response.getWriter().printf(Locale.ROOT, "%,d %s", 1_234_567, "x");
            },
            answered(200, "1,234,567 x", 11)),
        get(
            "many-writes",
            response -> {
              response.setContentType(UTF8);
              for (int i = 0; i < 1_000; i++) {
                response.getWriter().write(i % 2 == 0 ? "가" : "b");
              }
            },
            answered(200, "가b".repeat(500), 2_000)),
        get(
            "stream",
            response -> {
              response.setContentType("application/json");
              response.getOutputStream().write("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
            },
            answered(200, "{\"a\":1}", 7)),
        get(
            "stream-bytes",
            response -> {
              response.setContentType(UTF8);
              for (byte b : "안녕".getBytes(StandardCharsets.UTF_8)) {
                response.getOutputStream().write(b);
              }
            },
            answered(200, "안녕", 6)),
        get(
            "stream-print",
            response -> {
              response.setContentType(UTF8);
              response.getOutputStream().println("a");
              response.getOutputStream().print(1);
            },
            answered(200, "a\r\n1", 4)),
        get(
            "large-writer",
            response -> text(response, "말".repeat(100_000)),
            answered(200, "말".repeat(5_461), 300_000)),
        get(
            "exactly-the-limit",
            response -> text(response, "x".repeat(16_384)),
            answered(200, "x".repeat(16_384), 16_384)),
        get(
            "one-more",
            response -> text(response, "x".repeat(16_385)),
            answered(200, "x".repeat(16_384), 16_385)),
        get(
            "cut-inside-a-character",
            response -> text(response, "x".repeat(16_382) + "😀"),
            answered(200, "x".repeat(16_382), 16_386)),
        get(
            "cut-inside-a-secret",
            response -> text(response, "x".repeat(16_370) + "\"password\":\"hunter2\""),
            answered(200, "x".repeat(16_370) + "\"password\":\"***", 16_390)),
        get(
            "binary",
            response -> {
              response.setContentType("image/png");
              response.getOutputStream().write(new byte[50_000]);
            },
            answered(200, null, 50_000)),
        get(
            "length",
            response -> {
              response.setContentType(UTF8);
              response.setContentLength(3);
              response.getOutputStream().print("abc");
            },
            answered(200, "abc", 3)),
        get(
            "gzip",
            response -> {
              response.setContentType("application/json");
              response.setHeader("Content-Encoding", "gzip");
              response.getOutputStream().write(gzip("{\"password\":\"hunter2\"}"));
            },
            answered(200, "{\"password\":\"***\"}", gzip("{\"password\":\"hunter2\"}").length)),
        get(
            "deflate",
            response -> {
              response.setContentType(UTF8);
              response.setHeader("Content-Encoding", "deflate");
              response.getOutputStream().write(deflate("hello"));
            },
            answered(200, null, deflate("hello").length)),
        get(
            "cookies",
            response -> {
              response.addCookie(new Cookie("a", "1"));
              response.addCookie(new Cookie("b", "2"));
              response.addHeader("X-Twice", "1");
              response.addHeader("X-Twice", "2");
            },
            answered(200, null, 0)),
        get(
            "created",
            response -> {
              response.setStatus(201);
              response.setHeader("Location", "/x/1");
            },
            answered(201, null, 0)),
        get("no-content", response -> response.setStatus(204), answered(204, null, 0)),
        get("odd-status", response -> response.setStatus(299), answered(299, null, 0)),
        get(
            "not-modified",
            response -> {
              response.setHeader("ETag", "\"1\"");
              response.setStatus(304);
            },
            answered(304, null, 0)),
        get(
            "unauthorized",
            response -> {
              response.setStatus(401);
              response.setHeader("WWW-Authenticate", "Bearer");
              text(response, "{\"error\":\"no token\"}");
            },
            answered(401, "{\"error\":\"no token\"}", 20)),
        get(
            "payment-required",
            response -> {
              response.setStatus(402);
              response.setHeader("PAYMENT-REQUIRED", "e30=");
            },
            answered(402, null, 0)),
        get("server-error", response -> response.setStatus(503), answered(503, null, 0)),
        get("send-error", response -> response.sendError(418), byContainer(418)),
        get(
            "send-error-text",
            response -> {
              text(response, "draft");
              response.sendError(422, "bad tool");
            },
            byContainer(422)),
        get(
            "redirect",
            response -> {
              text(response, "draft");
              response.sendRedirect("/elsewhere");
            },
            entry -> {
              assertThat(entry.statusCode()).isEqualTo(302);
              assertThat(entry.responseBody()).isNull();
            }),
        get(
            "reset",
            response -> {
              text(response, "draft");
              response.reset();
              response.setContentType(UTF8);
              response.getOutputStream().print("final");
            },
            answered(200, "final", 5)),
        get(
            "reset-stream",
            response -> {
              response.getOutputStream().print("draft");
              response.reset();
              response.setContentType(UTF8);
              response.getOutputStream().print("final");
            },
            answered(200, "final", 5)),
        get(
            "reset-buffer",
            response -> {
              text(response, "draft");
              response.resetBuffer();
              response.getWriter().print("final");
            },
            answered(200, "final", 5)),
        get(
            "closed-writer",
            response -> {
              text(response, "whole");
              response.getWriter().close();
            },
            answered(200, "whole", 5)),
        get(
            "writer-then-stream",
            response -> {
              text(response, "x");
              try {
                response.getOutputStream();
              } catch (IllegalStateException expected) {
                response.getWriter().print("refused");
              }
            },
            answered(200, "xrefused", 8)),
        get(
            "check-error",
            response -> text(response, "" + response.getWriter().checkError()),
            answered(200, "false", 5)),
        get(
            "throws",
            response -> {
              text(response, "draft");
              throw new IllegalStateException("handler");
            },
            failed("IllegalStateException")),
        get(
            "throws-checked",
            response -> {
              throw new ServletException("wrapped", new IllegalArgumentException("x"));
            },
            failed("IllegalArgumentException")),
        get(
            "throws-error",
            response -> {
              throw new StackOverflowError();
            },
            failed("StackOverflowError")),
        get(
            "throws-late",
            response -> {
              text(response, "begun");
              response.flushBuffer();
              throw new IllegalStateException("handler");
            },
            entry -> {
              assertThat(entry.statusCode()).isEqualTo(200);
              assertThat(entry.errorType()).isEqualTo("IllegalStateException");
              assertThat(entry.responseBody()).isEqualTo("begun");
            }),
        Shape.of(
            "head", "HEAD", (request, response) -> text(response, "hello"), answered(200, null, 0)),
        Shape.of(
            "head-with-length",
            "HEAD",
            (request, response) -> {
              response.setContentType(UTF8);
              response.setContentLength(5);
            },
            answered(200, null, 0)),
        Shape.of(
            "http-1.0",
            "GET  HTTP/1.0",
            (request, response) -> text(response, "old"),
            answered(200, "old", 3)));
  }

  /** What answers without looking at the request. */
  @FunctionalInterface
  private interface Answer {
    void give(HttpServletResponse response) throws IOException, ServletException;
  }

  private static Shape get(String name, Answer answer, Consumer<RequestLogEntry> expected) {
    return Shape.of(name, "GET", (request, response) -> answer.give(response), expected);
  }

  static void text(HttpServletResponse response, String text) throws IOException {
    response.setContentType(UTF8);
    response.getWriter().print(text);
  }

  static Consumer<RequestLogEntry> answered(int status, String body, long size) {
    return entry -> {
      assertThat(entry.statusCode()).isEqualTo(status);
      assertThat(entry.errorType()).isNull();
      assertThat(entry.responseBody()).isEqualTo(body);
      assertThat(entry.responseBodySize()).isEqualTo(size);
      assertThat(entry.headers()).doesNotContainKey("gt8004-stream-ms");
    };
  }

  private static Consumer<RequestLogEntry> byContainer(int status) {
    return entry -> {
      assertThat(entry.statusCode()).isEqualTo(status);
      assertThat(entry.responseBody()).isNull();
      assertThat(entry.responseBodySize()).isNull();
    };
  }

  private static Consumer<RequestLogEntry> failed(String errorType) {
    return byContainer(500).andThen(entry -> assertThat(entry.errorType()).isEqualTo(errorType));
  }

  static byte[] gzip(String text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException never) {
      throw new IllegalStateException(never);
    }
    return packed.toByteArray();
  }

  private static byte[] deflate(String text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException never) {
      throw new IllegalStateException(never);
    }
    return packed.toByteArray();
  }
}
