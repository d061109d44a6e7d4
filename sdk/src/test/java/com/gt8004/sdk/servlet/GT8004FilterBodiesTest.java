package com.gt8004.sdk.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.RequestLogEntry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The bodies of an entry: what is kept, what is masked, what is only measured. */
class GT8004FilterBodiesTest {
  private static final String JSON = "POST /chat HTTP/1.1\r\nContent-Type: application/json";

  @Test
  void bodies_areKeptThroughStreams() throws Exception {
    try (AgentServer server = AgentServer.filtered(GT8004FilterBodiesTest::echoByStream)) {
      String body = "{\"message\":\"안녕 😀\"}";
      assertThat(server.send(JSON, body)).endsWith(body);
      assertBodies(server.entry(), body, body);
    }
  }

  @Test
  void bodies_areKeptThroughReadersAndWriters() throws Exception {
    try (AgentServer server = AgentServer.filtered(GT8004FilterBodiesTest::echoByWriter)) {
      String body = "{\"message\":\"안녕 😀\"}";
      assertThat(server.send(
              "POST /chat HTTP/1.1\r\nContent-Type: application/json; charset=utf-8", body))
          .endsWith(body);
      assertBodies(server.entry(), body, body);
    }
  }

  @Test
  void bodies_areDecodedInTheirCharset() throws Exception {
    Charset korean = Charset.forName("EUC-KR");
    for (AgentServer.Handler handler : new AgentServer.Handler[] {
      GT8004FilterBodiesTest::echoByStream, GT8004FilterBodiesTest::echoByWriter
    }) {
      try (AgentServer server = AgentServer.filtered(handler)) {
        server.send(
            "POST /chat HTTP/1.1\r\nContent-Type: text/plain; charset=euc-kr",
            "안녕".getBytes(korean));
        RequestLogEntry entry = server.entry();
        assertThat(entry.requestBody()).isEqualTo("안녕");
        assertThat(entry.responseBody()).isEqualTo("안녕");
        assertThat(entry.requestBodySize()).isEqualTo(4);
        assertThat(entry.responseBodySize()).isEqualTo(4);
      }
    }
  }

  @Test
  void writer_copiesEachWayOfPrinting() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      response.setContentType("text/plain; charset=utf-8");
      var writer = response.getWriter();
      writer.print("안");
      writer.append('녕').append(" x", 0, 2);
      writer.write(new char[] {'a', 'b', 'c'}, 1, 2);
      writer.println(42);
      writer.printf("%s-%d|", "값", 7);
      writer.format(Locale.ROOT, "%.1f", 1.5);
      writer.println();
      writer.write('z');
    })) {
      String answer = server.send("GET /chat HTTP/1.1");
      String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
      RequestLogEntry entry = server.entry();
      assertThat(entry.responseBody()).isEqualTo(body).isEqualTo("안녕 xbc42\n값-7|1.5\nz");
      assertThat(entry.responseBodySize()).isEqualTo(body.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  @Test
  void stream_copiesEachWayOfPrinting() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      response.setContentType("text/plain; charset=utf-8");
      var stream = response.getOutputStream();
      stream.print("é");
      stream.println(42);
      stream.println("x");
      stream.println(true);
      stream.println('c');
      stream.println(1L);
      stream.println(1.5f);
      stream.println(2.5d);
      stream.print(false);
      stream.println();
      stream.write('z');
      stream.write(new byte[] {'a', 'b'});
    })) {
      byte[] answer = server.send("GET /chat HTTP/1.1", new byte[0]);
      String text = new String(answer, StandardCharsets.UTF_8);
      assertThat(server.entry().responseBody())
          .isEqualTo(text.substring(text.indexOf("\r\n\r\n") + 4))
          .isEqualTo("é42\r\nx\r\ntrue\r\nc\r\n1\r\n1.5\r\n2.5\r\nfalse\r\nzab");
    }
  }

  @Test
  void bodies_areCutAtTheirLimitButMeasuredWhole() throws Exception {
    byte[] upload = new byte[1_000_000];
    Arrays.fill(upload, (byte) 'x');
    try (AgentServer server = AgentServer.filtered(GT8004FilterBodiesTest::echoByStream)) {
      byte[] answer = server.send("POST /up HTTP/1.1\r\nContent-Type: text/plain", upload);
      assertThat(Arrays.copyOfRange(answer, answer.length - upload.length, answer.length))
          .isEqualTo(upload);
      RequestLogEntry entry = server.entry();
      assertThat(entry.requestBody()).isEqualTo("x".repeat(16_384));
      assertThat(entry.responseBody()).isEqualTo("x".repeat(16_384));
      assertThat(entry.requestBodySize()).isEqualTo(1_000_000);
      assertThat(entry.responseBodySize()).isEqualTo(1_000_000);
    }
  }

  @Test
  void binaryBodies_passUnharmedAndAreOnlyMeasured() throws Exception {
    byte[] upload = new byte[1_000_000];
    new Random(8004).nextBytes(upload);
    try (AgentServer server = AgentServer.filtered(GT8004FilterBodiesTest::echoByStream)) {
      byte[] answer = server.send("POST /up HTTP/1.1\r\nContent-Type: image/png", upload);
      assertThat(Arrays.copyOfRange(answer, answer.length - upload.length, answer.length))
          .isEqualTo(upload);
      RequestLogEntry entry = server.entry();
      assertThat(entry.requestBody()).isNull();
      assertThat(entry.responseBody()).isNull();
      assertThat(entry.requestBodySize()).isEqualTo(1_000_000);
      assertThat(entry.responseBodySize()).isEqualTo(1_000_000);
    }
  }

  @Test
  void chunkedBodies_areMeasuredAsTheyAreRead() throws Exception {
    try (AgentServer server = AgentServer.filtered(GT8004FilterBodiesTest::echoByStream)) {
      String head = "POST /chat HTTP/1.1\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked";
      server.sendRaw(head, "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      RequestLogEntry entry = server.entry();
      assertThat(entry.requestBody()).isEqualTo("abcde");
      assertThat(entry.requestBodySize()).isEqualTo(5);
    }
  }

  @Test
  void unreadBodies_stayUnread() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {})) {
      server.send(JSON, "{\"a\":1}");
      RequestLogEntry entry = server.entry();
      assertThat(entry.requestBody()).isNull();
      assertThat(entry.requestBodySize()).isEqualTo(7);
    }
  }

  @Test
  void forms_areKeptThoughTheContainerReadThem() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> response
        .getWriter()
        .print(request.getParameter("name") + request.getParameter("password")))) {
      String form = "name=kim&password=hunter2&x=%EA%B0%92";
      assertThat(server.send(
              "POST /login?ticket=query-secret HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded",
              form))
          .endsWith("kimhunter2");
      RequestLogEntry entry = server.entry();
      assertThat(entry.requestBody()).isEqualTo("name=kim&password=***&x=%EA%B0%92");
      assertThat(entry.requestBodySize()).isEqualTo(form.length());
    }
  }

  @Test
  void secrets_areMaskedBeforeTheSanitizerSeesThem() throws Exception {
    UnaryOperator<String> guide =
        body -> body.replaceAll("\"password\":\"[^\"]*\"", "\"password\":\"***\"");
    try (AgentServer server = AgentServer.filtered(
        b -> b.sanitizeFn(body -> {
          assertThat(body).doesNotContain("hunter2");
          return guide.apply(body).replace("kim", "someone");
        }),
        GT8004FilterBodiesTest::echoByStream)) {
      String body = "{\"user\":\"kim\",\"password\":\"hunter2\",\"card\":\"4111 1111 1111 1111\"}";
      assertThat(server.send(JSON, body)).endsWith(body);
      String stored = "{\"user\":\"someone\",\"password\":\"***\",\"card\":\"***\"}";
      RequestLogEntry entry = server.entry();
      assertThat(entry.requestBody()).isEqualTo(stored);
      assertThat(entry.responseBody()).isEqualTo(stored);
      assertThat(entry.responseBodySize()).isEqualTo(body.length());
      assertThat(server.filter().sanitizerFailures()).isZero();
    }
  }

  @Test
  void sanitizerThatThrows_costsTheBodiesAlone() throws Exception {
    try (AgentServer server = AgentServer.filtered(
        b -> b.sanitizeFn(body -> {
          throw new IllegalStateException(body);
        }),
        GT8004FilterBodiesTest::echoByStream)) {
      assertThat(server.send(JSON, "{\"a\":1}")).startsWith("HTTP/1.1 200").endsWith("{\"a\":1}");
      RequestLogEntry entry = server.entry();
      assertThat(entry.statusCode()).isEqualTo(200);
      assertThat(entry.requestBody()).isNull();
      assertThat(entry.responseBody()).isNull();
      assertThat(entry.requestBodySize()).isEqualTo(7);
      assertThat(server.filter().sanitizerFailures()).isEqualTo(1);
      assertThat(server.filter().captureFailures()).isZero();
    }
  }

  @Test
  void responsesThrownAwayBeforeTheyLeft_areNotKept() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      response.setContentType("text/plain");
      response.getWriter().print("draft");
      response.resetBuffer();
      response.getWriter().print("one");
      response.reset();
      response.setContentType("text/plain");
      response.getOutputStream().print("final");
    })) {
      assertThat(server.send("GET /chat HTTP/1.1")).endsWith("final");
      RequestLogEntry entry = server.entry();
      assertThat(entry.responseBody()).isEqualTo("final");
      assertThat(entry.responseBodySize()).isEqualTo(5);
    }
  }

  @Test
  void headAnswers_haveNoBody() throws Exception {
    try (AgentServer server = AgentServer.filtered(GT8004FilterBodiesTest::hello)) {
      assertThat(server.send("HEAD /chat HTTP/1.1")).endsWith("\r\n\r\n");
      RequestLogEntry entry = server.entry();
      assertThat(entry.method()).isEqualTo("HEAD");
      assertThat(entry.responseBody()).isNull();
      assertThat(entry.responseBodySize()).isZero();
    }
  }

  @Test
  void mcpCalls_areNamedAfterTheirTool() throws Exception {
    try (AgentServer server = AgentServer.filtered(GT8004FilterBodiesTest::echoByStream)) {
      server.send(
          "POST /mcp HTTP/1.1\r\nContent-Type: application/json",
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_weather\"}}");
      assertThat(server.entry().toolName()).isEqualTo("get_weather");
    }
  }

  static void hello(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setContentType("text/plain");
    response.getWriter().print("hello");
  }

  static void echoByStream(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType(request.getContentType());
    request.getInputStream().transferTo(response.getOutputStream());
  }

  static void echoByWriter(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType(request.getContentType());
    request.getReader().transferTo(response.getWriter());
  }

  private static void assertBodies(RequestLogEntry entry, String request, String response) {
    assertThat(entry.requestBody()).isEqualTo(request);
    assertThat(entry.responseBody()).isEqualTo(response);
    assertThat(entry.requestBodySize()).isEqualTo(request.getBytes(StandardCharsets.UTF_8).length);
    assertThat(entry.responseBodySize())
        .isEqualTo(response.getBytes(StandardCharsets.UTF_8).length);
  }
}
