package com.gt8004.sdk.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.capture.BodyCapture;
import com.gt8004.sdk.capture.CharacterTee;
import com.gt8004.sdk.queue.EpochClock;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault in each place that the capture depends on: the request goes on as if nothing was. */
class GT8004FilterFaultsTest {
  private static final IllegalStateException FAULT = new IllegalStateException("injected");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "getDispatcherType",
        "getAttribute",
        "setAttribute",
        "getRequestURI",
        "getContextPath",
        "getMethod",
        "getQueryString",
        "getContentLengthLong",
        "getHeader",
        "getHeaders",
        "getRemoteAddr",
        "isAsyncStarted",
        "getStatus",
        "getContentType",
        "getCharacterEncoding",
        "isCommitted",
      })
  void containerThatThrows_stillServesTheRequest(String method) throws Exception {
    FakeExchange exchange = new FakeExchange();
    exchange.failOn(method);
    exchange.through(null);
    assertThat(exchange.chainCalls()).isEqualTo(1);
  }

  @Test
  void hooksThatThrow_costNoRequest() throws Exception {
    assertServes(b -> b.sanitizeFn(body -> {
      throw FAULT;
    }));
    assertServes(b -> b.customerResolver(request -> {
      throw FAULT;
    }));
    assertServes(b -> b.toolResolver(request -> {
      throw new StackOverflowError();
    }));
    assertServes(b -> b.resultListener((entry, result) -> {
      throw FAULT;
    }));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void clockThatThrows_costsNoRequest(int call) throws Exception {
    AtomicInteger calls = new AtomicInteger();
    EpochClock system = EpochClock.system();
    EpochClock broken = new EpochClock() {
      @Override
      public long epochMicros() {
        return system.epochMicros();
      }

      @Override
      public long nanoTime() {
        if (calls.incrementAndGet() == call) {
          throw FAULT;
        }
        return system.nanoTime();
      }
    };
    assertServes(b -> b.clock(broken));
  }

  @Test
  void copiesThatBreak_leaveTheBodyAloneAndSaySo() throws Exception {
    CaptureFailures failures = new CaptureFailures("copy", "the body went on");
    BodyCopy copy = new BodyCopy(failures, EpochClock.system());
    CharacterTee tee = new CharacterTee(new BodyCapture(), new BrokenCharset());
    TeeReader reader = new TeeReader(new StringReader("whole"), tee, copy);
    char[] read = new char[5];
    assertThat(reader.read(read, 0, 3)).isEqualTo(3);
    assertThat(reader.read(read, 3, 2)).isEqualTo(2);
    assertThat(read).isEqualTo("whole".toCharArray());
    assertThat(copy.isBroken()).isTrue();
    assertThat(failures.count()).isEqualTo(1);
  }

  /** Reads and writes through all wrappers; the client must get the echo. */
  private static void assertServes(UnaryOperator<GT8004Filter.Builder> options) throws Exception {
    try (AgentServer server = AgentServer.filtered(options, GT8004FilterFaultsTest::echo)) {
      assertThat(server.send("POST /chat HTTP/1.1\r\nContent-Type: text/plain", "hello"))
          .startsWith("HTTP/1.1 200")
          .endsWith("hello");
      GT8004Filter filter = server.filter();
      assertThat(filter.captureFailures() + filter.sanitizerFailures() + filter.listenerFailures())
          .isEqualTo(1);
    }
  }

  private static void echo(
      jakarta.servlet.http.HttpServletRequest request,
      jakarta.servlet.http.HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    request.getReader().transferTo(response.getWriter());
  }

  /** A charset that cannot encode what it promised to. */
  private static final class BrokenCharset extends Charset {
    BrokenCharset() {
      super("X-Broken", new String[0]);
    }

    @Override
    public boolean contains(Charset other) {
      return false;
    }

    @Override
    public CharsetDecoder newDecoder() {
      return StandardCharsets.UTF_8.newDecoder();
    }

    @Override
    public CharsetEncoder newEncoder() {
      return new CharsetEncoder(this, 1, 1) {
        @Override
        public boolean isLegalReplacement(byte[] replacement) {
          return true;
        }

        @Override
        protected CoderResult encodeLoop(CharBuffer in, ByteBuffer out) {
          throw FAULT;
        }
      };
    }
  }
}
