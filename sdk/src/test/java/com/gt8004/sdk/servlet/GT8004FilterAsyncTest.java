package com.gt8004.sdk.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.RequestLogEntry;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests that outlive the chain: logged once, when they are complete, with what they sent till then. */
class GT8004FilterAsyncTest {
  private static ExecutorService workers;

  @BeforeAll
  static void startWorkers() {
    workers = Executors.newCachedThreadPool();
  }

  @AfterAll
  static void stopWorkers() {
    workers.shutdownNow();
  }

  @Test
  void complete_logsWhatOtherThreadsWrote() throws Exception {
    CountDownLatch chainReturned = new CountDownLatch(1);
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      AsyncContext async = request.startAsync(); // gives the captured pair, not the container's
      workers.execute(() -> {
        await(chainReturned);
        write(async, "늦은 답");
        async.complete();
      });
      chainReturned.countDown();
    })) {
      assertThat(server.send("GET /slow HTTP/1.1")).endsWith("늦은 답");
      RequestLogEntry entry = server.entry();
      assertThat(entry.path()).isEqualTo("/slow");
      assertThat(entry.statusCode()).isEqualTo(202);
      assertThat(entry.responseBody()).isEqualTo("늦은 답");
    }
  }

  @Test
  void complete_isLoggedOnceAlsoBeforeTheChainReturns() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      AsyncContext async = request.startAsync(request, response);
      write(async, "soon");
      async.complete();
    })) {
      server.send("GET /soon HTTP/1.1");
      RequestLogEntry entry = server.entry();
      assertThat(entry.path()).isEqualTo("/soon");
      assertThat(entry.responseBody()).isEqualTo("soon");
      server.assertNothingMoreLogged();
    }
  }

  @Test
  void dispatch_isPartOfItsRequest() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      if (request.getRequestURI().equals("/again")
          && request.getDispatcherType() == DispatcherType.REQUEST) {
        response.setContentType("text/plain");
        response.getWriter().print("first ");
        AsyncContext async = request.startAsync();
        workers.execute(async::dispatch);
      } else if (request.getDispatcherType() == DispatcherType.ASYNC
          && request.getAttribute("twice") == null) {
        request.setAttribute("twice", true);
        response.getWriter().print("second ");
        AsyncContext async = request.startAsync();
        workers.execute(async::dispatch);
      } else {
        response.getWriter().print("third");
      }
    })) {
      assertThat(server.send("GET /again HTTP/1.1")).endsWith("first second third");
      RequestLogEntry entry = server.entry();
      assertThat(entry.path()).isEqualTo("/again");
      assertThat(entry.responseBody()).isEqualTo("first second third");
      server.assertNothingMoreLogged();
    }
  }

  @Test
  void dispatch_thatThrowsIsLoggedAsItsError() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      if (request.getDispatcherType() == DispatcherType.REQUEST
          && request.getRequestURI().equals("/fails")) {
        AsyncContext async = request.startAsync();
        workers.execute(async::dispatch);
      } else if (request.getDispatcherType() == DispatcherType.ASYNC) {
        throw new IllegalStateException("async");
      }
    })) {
      assertThat(server.send("GET /fails HTTP/1.1")).startsWith("HTTP/1.1 500");
      RequestLogEntry entry = server.entry();
      assertThat(entry.statusCode()).isEqualTo(500);
      assertThat(entry.errorType()).isEqualTo("IllegalStateException");
      server.assertNothingMoreLogged();
    }
  }

  @Test
  void timeout_isLoggedOnce() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      if (request.getRequestURI().equals("/never")
          && request.getDispatcherType() == DispatcherType.REQUEST) {
        request.startAsync().setTimeout(50);
      }
    })) {
      assertThat(server.send("GET /never HTTP/1.1")).startsWith("HTTP/1.1 500");
      RequestLogEntry entry = server.entry();
      assertThat(entry.statusCode()).isEqualTo(500);
      assertThat(entry.errorType()).isEqualTo("AsyncTimeout");
      server.assertNothingMoreLogged();
    }
  }

  @Test
  void timeout_thatTheApplicationAnsweredIsNoError() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      if (request.getRequestURI().equals("/poll")) {
        AsyncContext async = request.startAsync();
        async.setTimeout(50);
        async.addListener(new NothingNew());
      }
    })) {
      assertThat(server.send("GET /poll HTTP/1.1")).startsWith("HTTP/1.1 204");
      RequestLogEntry entry = server.entry();
      assertThat(entry.statusCode()).isEqualTo(204);
      assertThat(entry.errorType()).isNull();
    }
  }

  @Test
  void nonBlockingStreams_passAndAreKept() throws Exception {
    byte[] upload = new byte[1_000_000];
    new Random(8004).nextBytes(upload);
    try (AgentServer server = AgentServer.filtered(NonBlockingEcho::begin)) {
      byte[] answer = server.send("POST /echo HTTP/1.1\r\nContent-Type: image/png", upload);
      assertThat(Arrays.copyOfRange(answer, answer.length - upload.length, answer.length))
          .isEqualTo(upload);
      RequestLogEntry entry = server.entry();
      assertThat(entry.requestBodySize()).isEqualTo(upload.length);
      assertThat(entry.responseBodySize()).isEqualTo(upload.length);
      server.send("POST /echo HTTP/1.1\r\nContent-Type: application/json", "{\"a\":\"안녕\"}");
      RequestLogEntry text = server.entry();
      assertThat(text.requestBody()).isEqualTo("{\"a\":\"안녕\"}");
      assertThat(text.responseBody()).isEqualTo("{\"a\":\"안녕\"}");
    }
  }

  @Test
  void streamedEvents_reachTheClientBeforeTheHandlerEnds() throws Exception {
    CountDownLatch clientHasFirst = new CountDownLatch(1);
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      response.setContentType("text/event-stream;charset=utf-8");
      PrintWriter writer = response.getWriter();
      writer.print("data: 하나\n\n");
      writer.flush();
      await(clientHasFirst);
      writer.print("data: 둘\n\n");
    })) {
      try (Socket socket = server.open("GET /events HTTP/1.1");
          BufferedReader lines = new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
        String line = lines.readLine();
        while (line != null && !line.equals("data: 하나")) {
          line = lines.readLine();
        }
        assertThat(line).isEqualTo("data: 하나");
        clientHasFirst.countDown();
        assertThat(lines.lines()).contains("data: 둘");
      }
      assertThat(server.entry().responseBody()).isEqualTo("data: 하나\n\ndata: 둘\n\n");
    }
  }

  private static void write(AsyncContext async, String text) {
    try {
      HttpServletResponse response = (HttpServletResponse) async.getResponse();
      response.setStatus(202);
      response.setContentType("text/plain; charset=utf-8");
      response.getWriter().print(text);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** A long poll's listener: no news is 204. */
  private static final class NothingNew implements AsyncListener {
    @Override
    public void onTimeout(AsyncEvent event) {
      ((HttpServletResponse) event.getAsyncContext().getResponse()).setStatus(204);
      event.getAsyncContext().complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  /** Reads all without blocking, then writes all without blocking. */
  private static final class NonBlockingEcho implements ReadListener, WriteListener {
    private final AsyncContext async;
    private final ServletInputStream in;
    private final ServletOutputStream out;
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private ByteBuffer left = ByteBuffer.allocate(0);

    private NonBlockingEcho(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      async = request.startAsync();
      response.setContentType(request.getContentType());
      in = request.getInputStream();
      out = response.getOutputStream();
    }

    static void begin(HttpServletRequest request, HttpServletResponse response) throws IOException {
      NonBlockingEcho echo = new NonBlockingEcho(request, response);
      echo.in.setReadListener(echo);
    }

    @Override
    public void onDataAvailable() throws IOException {
      byte[] block = new byte[8_192];
      while (in.isReady() && !in.isFinished()) {
        int count = in.read(block);
        all.write(block, 0, Math.max(count, 0));
      }
    }

    @Override
    public void onAllDataRead() {
      left = ByteBuffer.wrap(all.toByteArray());
      out.setWriteListener(this);
    }

    @Override
    public void onWritePossible() throws IOException {
      while (out.isReady()) {
        if (!left.hasRemaining()) {
          async.complete();
          return;
        }
        int count = Math.min(10_000, left.remaining());
        out.write(left.array(), left.position(), count);
        left.position(left.position() + count);
      }
    }

    @Override
    public void onError(Throwable failure) {
      async.complete();
    }
  }
}
