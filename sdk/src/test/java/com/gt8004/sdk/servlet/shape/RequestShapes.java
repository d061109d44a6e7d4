package com.gt8004.sdk.servlet.shape;

import static com.gt8004.sdk.servlet.shape.AnswerShapes.answered;
import static com.gt8004.sdk.servlet.shape.AnswerShapes.gzip;
import static com.gt8004.sdk.servlet.shape.AnswerShapes.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.servlet.GT8004Request;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** What clients may send. */
final class RequestShapes {
  private static final String JSON = "\nContent-Type: application/json";
  private static final String FORM = "\nContent-Type: application/x-www-form-urlencoded";

  private RequestShapes() {}

  static List<Shape> all() {
    return List.of(
        Shape.with(
            "post", "POST" + JSON, "{\"a\":\"안녕\"}", RequestShapes::echo, echoed("{\"a\":\"안녕\"}")),
        Shape.with("put", "PUT" + JSON, "{}", RequestShapes::echo, echoed("{}")),
        Shape.with("patch", "PATCH" + JSON, "[1]", RequestShapes::echo, echoed("[1]")),
        Shape.of("delete", "DELETE", RequestShapes::hello, sent("DELETE", null, 0)),
        Shape.of("options", "OPTIONS", RequestShapes::hello, sent("OPTIONS", null, 0)),
        Shape.of("own-method", "PURGE", RequestShapes::hello, sent("PURGE", null, 0)),
        Shape.with("empty-post", "POST" + JSON, "", RequestShapes::echo, sent("POST", null, 0)),
        Shape.with(
            "reader",
            "POST" + JSON + ";charset=utf-8",
            "안녕",
            RequestShapes::echoByReader,
            echoed("안녕")),
        Shape.with(
            "reader-lines",
            "POST\nContent-Type: text/plain;charset=utf-8",
            "하나\n둘\n",
            (request, response) ->
                text(response, "" + request.getReader().lines().count()),
            sent("POST", "하나\n둘\n", 11)),
        Shape.with(
            "euc-kr-request",
            "POST\nContent-Type: text/plain;charset=euc-kr",
            "안녕".getBytes(Charset.forName("EUC-KR")),
            RequestShapes::echo,
            sent("POST", "안녕", 4)),
        Shape.with(
            "utf-16-request",
            "POST\nContent-Type: text/plain;charset=utf-16",
            "안녕".getBytes(StandardCharsets.UTF_16),
            RequestShapes::echo,
            sent("POST", "안녕", 6)),
        Shape.with(
            "unknown-charset",
            "POST\nContent-Type: text/plain;charset=klingon",
            "abc",
            RequestShapes::echo, // Jetty throws at it, the first time it is asked for the type
            entry -> assertThat(entry.requestBodySize()).isEqualTo(3)),
        Shape.with(
            "secrets",
            "POST" + JSON,
            "{\"p\\u0061ssword\":\"hunter2\",\"card\":\"4111 1111 1111 1111\"}",
            RequestShapes::echo,
            echoedAs("{\"p\\u0061ssword\":\"***\",\"card\":\"***\"}")),
        Shape.with(
            "form",
            "POST ?q=secret" + FORM,
            "a=1&password=x&b=%EA%B0%92",
            (request, response) ->
                text(response, request.getParameter("a") + request.getParameter("q")),
            sent("POST", "a=1&password=***&b=%EA%B0%92", 26)),
        Shape.with(
            "form-read-as-stream",
            "POST" + FORM,
            "a=1&b=2",
            RequestShapes::echo,
            echoed("a=1&b=2")),
        Shape.with(
            "multipart",
            "POST\nContent-Type: multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter2\r\n--x--\r\n",
            RequestShapes::hello,
            entry -> {
              assertThat(entry.requestBody()).isNull();
              assertThat(entry.requestBodySize()).isPositive();
            }),
        Shape.with(
            "upload",
            "POST\nContent-Type: application/octet-stream",
            new byte[2_000_000],
            RequestShapes::count,
            sent("POST", null, 2_000_000)),
        Shape.with(
            "half-read",
            "POST\nContent-Type: text/plain",
            "0123456789",
            (request, response) ->
                text(response, "" + request.getInputStream().readNBytes(4).length),
            sent("POST", "0123", 10)),
        Shape.with(
            "unread", "POST" + JSON, "{\"a\":1}", RequestShapes::hello, sent("POST", null, 7)),
        Shape.with(
            "gzip-request",
            "POST\nContent-Encoding: gzip" + JSON,
            gzip("{\"token\":\"abc\",\"n\":1}"),
            RequestShapes::count,
            sent(
                "POST", "{\"token\":\"***\",\"n\":1}", gzip("{\"token\":\"abc\",\"n\":1}").length)),
        Shape.with(
            "broken-gzip",
            "POST\nContent-Encoding: gzip" + JSON,
            "no gzip at all",
            RequestShapes::count,
            sent("POST", null, 14)),
        Shape.raw(
            "chunked",
            "POST\nContent-Type: text/plain\nTransfer-Encoding: chunked",
            "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
            RequestShapes::echo,
            sent("POST", "abcde", 5)),
        Shape.with(
            "expect-continue",
            "POST\nContent-Type: text/plain\nExpect: 100-continue",
            "abc",
            RequestShapes::echo,
            sent("POST", "abc", 3)),
        Shape.with(
            "mcp",
            "POST" + JSON,
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"search\"}}",
            RequestShapes::echo,
            entry -> {
              assertThat(entry.protocol()).isEqualTo("mcp");
              assertThat(entry.toolName()).isEqualTo("search");
            }),
        Shape.of(
            "secret-query/x;jsessionid=abc",
            "GET ?token=hunter2\nReferer: https://x.y/?token=hunter2",
            RequestShapes::hello,
            entry -> {
              assertThat(entry.path()).isEqualTo("/secret-query/x");
              assertThat(entry.referer()).isEqualTo("https://x.y/");
              assertThat(entry.toString()).doesNotContain("hunter2");
            }),
        Shape.of(
            "kept-header",
            "GET\n"
                + "X-Trace: id=7; token=hunter2\n"
                + "X-Other: 1\n"
                + "Authorization: Bearer x\n"
                + "X-Customer-ID: kim",
            RequestShapes::hello,
            entry -> {
              assertThat(entry.headers())
                  .containsEntry("x-trace", "id=7; token=***")
                  .hasSize(1);
              assertThat(entry.customerId()).isEqualTo("kim");
            }),
        Shape.of(
            "told-by-handler",
            "GET",
            (request, response) -> GT8004Request.current().toolName("mine").errorType("Mine"),
            entry -> {
              assertThat(entry.toolName()).isEqualTo("mine");
              assertThat(entry.errorType()).isEqualTo("Mine");
            }),
        Shape.of(
            "skipped", "GET", (request, response) -> GT8004Request.current().skip(), null),
        Shape.of("health", "GET", RequestShapes::hello, null),
        Shape.of(
                "gone-client",
                "GET",
                (request, response) -> {
                  for (int i = 0; i < 2_000; i++) {
                    response.getOutputStream().write(new byte[8_192]);
                  }
                },
                entry -> assertThat(entry.statusCode()).isEqualTo(200))
            .aborting());
  }

  private static void hello(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    text(response, "hello");
  }

  private static void echo(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType(request.getContentType());
    request.getInputStream().transferTo(response.getOutputStream());
  }

  private static void echoByReader(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType(request.getContentType());
    request.getReader().transferTo(response.getWriter());
  }

  private static void count(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    text(response, "" + request.getInputStream().readAllBytes().length);
  }

  private static Consumer<RequestLogEntry> sent(String method, String body, long size) {
    return entry -> {
      assertThat(entry.method()).isEqualTo(method);
      assertThat(entry.requestBody()).isEqualTo(body);
      assertThat(entry.requestBodySize()).isEqualTo(size);
    };
  }

  private static Consumer<RequestLogEntry> echoed(String body) {
    int size = body.getBytes(StandardCharsets.UTF_8).length;
    return answered(200, body, size).andThen(entry -> {
      assertThat(entry.requestBody()).isEqualTo(body);
      assertThat(entry.requestBodySize()).isEqualTo(size);
    });
  }

  private static Consumer<RequestLogEntry> echoedAs(String stored) {
    return entry -> {
      assertThat(entry.requestBody()).isEqualTo(stored);
      assertThat(entry.responseBody()).isEqualTo(stored);
    };
  }
}
