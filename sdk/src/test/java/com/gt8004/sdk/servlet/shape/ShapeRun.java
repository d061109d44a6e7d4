package com.gt8004.sdk.servlet.shape;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.servlet.GT8004Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Sends all shapes to two containers of a kind, one of them with the filter, and compares. */
public final class ShapeRun {
  private static final int SECONDS_MAX = 10;

  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final BlockingQueue<RequestLogEntry> entries = new LinkedBlockingQueue<>();
  private final List<String> problems = new ArrayList<>();

  private ShapeRun() {
    AnswerShapes.all().forEach(this::add);
    RequestShapes.all().forEach(this::add);
    LongShapes.all().forEach(this::add);
  }

  private void add(Shape shape) {
    shapes.put(firstSegment("/" + shape.name()), shape);
  }

  /** What was not as it should be on Jetty, each with the shape's name; the first line counts the shapes. */
  public static List<String> onJetty() throws Exception {
    return new ShapeRun().run(JettyContainer::new);
  }

  /** The same on Tomcat. */
  public static List<String> onTomcat() throws Exception {
    return new ShapeRun().run(TomcatContainer::new);
  }

  private List<String> run(Container.Starter starter) throws Exception {
    GT8004Filter filter =
        GT8004Filter.builder(this::keep).keepHeaders("X-Trace").build();
    try (Container plain = starter.start(servlet(), null);
        Container filtered = starter.start(servlet(), filter)) {
      for (Shape shape : shapes.values()) {
        compare(shape, plain.port(), filtered.port());
      }
    }
    if (filter.captureFailures() > 0) {
      problems.add("captureFailures: " + filter.captureFailures());
    }
    problems.add(0, "shapes: " + shapes.size());
    return problems;
  }

  private void compare(Shape shape, int plain, int filtered) throws Exception {
    String expected = send(shape, plain);
    String actual = send(shape, filtered);
    if (!shape.aborts() && !actual.equals(expected)) {
      problems.add(shape.name() + ": answered " + actual + " instead of " + expected);
    }
    RequestLogEntry entry =
        shape.expected() == null ? entries.poll() : entries.poll(SECONDS_MAX, TimeUnit.SECONDS);
    if (shape.expected() == null || entry == null) {
      if (shape.expected() != null || entry != null) {
        problems.add(shape.name() + ": logged " + entry);
      }
      return;
    }
    try {
      shape.expected().accept(entry);
    } catch (AssertionError wrong) {
      problems.add(shape.name() + ": entry " + entry + wrong.getMessage());
    }
    if (!entries.isEmpty()) {
      problems.add(shape.name() + ": logged again " + entries.poll());
    }
  }

  private static String send(Shape shape, int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(SECONDS_MAX * 1_000);
      socket.getOutputStream().write(shape.request());
      if (shape.aborts()) {
        socket.getInputStream().read(new byte[64]);
        socket.setSoLinger(true, 0); // a reset, as of a client that was killed
        return "";
      }
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      try {
        socket.getInputStream().transferTo(all);
      } catch (IOException reset) {
        // A server that aborts the response resets the connection; what came before counts.
      }
      return all.toString(StandardCharsets.ISO_8859_1).replaceFirst("\r\nDate: [^\r]*", "");
    }
  }

  private AppendResult keep(RequestLogEntry entry) {
    entries.add(entry);
    return AppendResult.APPENDED;
  }

  private Servlet servlet() {
    return new HttpServlet() {
      @Override
      protected void service(HttpServletRequest request, HttpServletResponse response)
          throws IOException, ServletException {
        String path = String.valueOf(request.getServletPath()) + request.getPathInfo();
        boolean included = request.getAttribute("jakarta.servlet.include.request_uri") != null;
        Shape shape = shapes.get(firstSegment(path));
        if (included || path.equals("/inner")) {
          response.getWriter().print("inner");
        } else if (shape != null
            && request.getAttribute("jakarta.servlet.error.status_code") == null) {
          shape.handler().handle(request, response);
        }
      }
    };
  }

  private static String firstSegment(String path) {
    int end = 1;
    while (end < path.length() && "/;?".indexOf(path.charAt(end)) < 0) {
      end++;
    }
    return path.substring(1, end);
  }
}
