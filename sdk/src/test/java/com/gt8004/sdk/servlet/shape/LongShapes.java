package com.gt8004.sdk.servlet.shape;

import static com.gt8004.sdk.servlet.shape.AnswerShapes.answered;
import static com.gt8004.sdk.servlet.shape.AnswerShapes.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.servlet.GT8004Request;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Requests that go on in other dispatches, on other threads, or for long. */
final class LongShapes {
  private LongShapes() {}

  static List<Shape> all() {
    return List.of(
        Shape.of(
            "async",
            "GET ?q=1",
            (request, response) -> {
              AsyncContext async = request.startAsync();
              GT8004Request known = GT8004Request.current();
              async.start(() -> {
                known.toolName("from another thread");
                write(async, "late " + async.getRequest().getParameter("q"));
                async.complete();
              });
            },
            answered(200, "late 1", 6)
                .andThen(entry -> assertThat(entry.toolName()).isEqualTo("from another thread"))),
        Shape.of(
            "async-at-once",
            "GET",
            (request, response) -> {
              AsyncContext async = request.startAsync(request, response);
              write(async, "soon");
              async.complete();
            },
            answered(200, "soon", 4)),
        Shape.of(
            "async-dispatch", "GET", LongShapes::dispatchOnce, answered(200, "first second", 12)),
        Shape.of("async-throws", "GET", LongShapes::dispatchThenThrow, entry -> {
          assertThat(entry.statusCode()).isEqualTo(500);
          assertThat(entry.errorType()).isEqualTo("IllegalStateException");
        }),
        Shape.of(
            "async-timeout",
            "GET",
            (request, response) -> {
              AsyncContext async = request.startAsync();
              async.setTimeout(20);
              async.addListener(new NothingNew());
            },
            answered(204, null, 0)),
        Shape.of(
            "forward",
            "GET",
            (request, response) -> {
              if (request.getDispatcherType() == DispatcherType.REQUEST) {
                request.getRequestDispatcher("/inner").forward(request, response);
              }
            },
            answered(200, "inner", 5)
                .andThen(entry -> assertThat(entry.path()).isEqualTo("/forward"))),
        Shape.of(
            "include",
            "GET",
            (request, response) -> {
              text(response, "before ");
              request.getRequestDispatcher("/inner").include(request, response);
              response.getWriter().print(" after");
            },
            answered(200, "before inner after", 18)),
        Shape.of(
            "events",
            "GET",
            (request, response) -> {
              response.setContentType("text/event-stream;charset=utf-8");
              for (int i = 0; i < 3; i++) {
                response.getWriter().print("data: " + i + "\n\n");
                response.getWriter().flush();
              }
            },
            stream("data: 0\n\ndata: 1\n\ndata: 2\n\n")),
        Shape.of(
            "event-stream-without-events",
            "GET",
            (request, response) -> response.setContentType("text/event-stream"),
            entry -> assertThat(entry.headers()).containsKey("gt8004-stream-ms")),
        Shape.of(
            "ndjson",
            "GET",
            (request, response) -> {
              response.setContentType("application/x-ndjson");
              response.getOutputStream().print("{\"a\":1}\n");
            },
            stream("{\"a\":1}\n")),
        Shape.of(
            "flushed-in-parts",
            "GET",
            (request, response) -> {
              text(response, "a");
              response.flushBuffer();
              response.getWriter().print("b");
              response.getWriter().flush();
            },
            stream("ab")),
        Shape.of(
            "said-to-be-a-stream",
            "GET",
            (request, response) -> {
              GT8004Request.current(request).stream();
              text(response, "a");
            },
            stream("a")),
        Shape.of(
            "flushed-at-the-end",
            "GET",
            (request, response) -> {
              text(response, "a");
              response.getWriter().flush();
              response.flushBuffer();
            },
            answered(200, "a", 1)));
  }

  private static Consumer<RequestLogEntry> stream(String body) {
    return entry -> {
      assertThat(entry.headers()).containsKey("gt8004-stream-ms");
      assertThat(entry.responseBody()).isEqualTo(body);
      assertThat(entry.responseMs())
          .isLessThanOrEqualTo(Double.parseDouble(entry.headers().get("gt8004-stream-ms")));
    };
  }

  private static void dispatchOnce(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      text(response, "first ");
      AsyncContext async = request.startAsync();
      async.start(async::dispatch);
    } else {
      response.getWriter().print("second");
    }
  }

  private static void dispatchThenThrow(HttpServletRequest request, HttpServletResponse response) {
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      AsyncContext async = request.startAsync();
      async.start(async::dispatch);
    } else if (request.getDispatcherType() == DispatcherType.ASYNC) {
      throw new IllegalStateException("async");
    }
  }

  private static void write(AsyncContext async, String text) {
    try {
      text((HttpServletResponse) async.getResponse(), text);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
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
}
