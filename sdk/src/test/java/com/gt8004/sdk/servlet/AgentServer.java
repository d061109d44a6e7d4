package com.gt8004.sdk.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.RequestLogEntry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** A servlet behind the filter on an embedded Jetty, and the entries that it logged. */
final class AgentServer implements AutoCloseable {
  private static final int SECONDS_MAX = 10;

  private final Server server = new Server();
  private final ServerConnector connector;
  private final ServletContextHandler context = new ServletContextHandler("/");
  private final BlockingQueue<RequestLogEntry> entries = new LinkedBlockingQueue<>();
  private final @Nullable GT8004Filter filter;

  /** One request, answered. */
  @FunctionalInterface
  interface Handler {
    void handle(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException;
  }

  private AgentServer(@Nullable UnaryOperator<GT8004Filter.Builder> options, Servlet servlet)
      throws Exception {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendDateHeader(false);
    connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.addConnector(connector);
    server.setHandler(context);
    filter =
        options == null ? null : options.apply(GT8004Filter.builder(this::keep)).build();
    if (filter != null) {
      FilterHolder holder = new FilterHolder(filter);
      holder.setAsyncSupported(true);
      EnumSet<DispatcherType> all =
          EnumSet.allOf(DispatcherType.class); // as greedy as a user may map it
      context.addFilter(holder, "/*", all);
    }
    ServletHolder servletHolder = new ServletHolder(servlet);
    servletHolder.setAsyncSupported(true);
    context.addServlet(servletHolder, "/*");
    server.start();
  }

  static AgentServer filtered(Handler handler) throws Exception {
    return new AgentServer(UnaryOperator.identity(), servlet(handler));
  }

  static AgentServer filtered(UnaryOperator<GT8004Filter.Builder> options, Handler handler)
      throws Exception {
    return new AgentServer(options, servlet(handler));
  }

  static AgentServer unfiltered(Handler handler) throws Exception {
    return new AgentServer(null, servlet(handler));
  }

  GT8004Filter filter() {
    assertThat(filter).isNotNull();
    return filter;
  }

  /** The entry of the one request that was sent; the next request must log another. */
  RequestLogEntry entry() throws InterruptedException {
    RequestLogEntry entry = entries.poll(SECONDS_MAX, TimeUnit.SECONDS);
    assertThat(entry).as("an entry within %d s", SECONDS_MAX).isNotNull();
    return entry;
  }

  /** Whether nothing is logged but what comes from this further request. */
  void assertNothingMoreLogged() throws Exception {
    send("GET /last-of-all HTTP/1.1");
    assertThat(entry().path()).isEqualTo("/last-of-all");
    assertThat(entries).isEmpty();
  }

  String send(String requestLineAndHeaders) throws IOException {
    return text(send(requestLineAndHeaders, new byte[0]));
  }

  String send(String requestLineAndHeaders, String body) throws IOException {
    return text(send(requestLineAndHeaders, body.getBytes(StandardCharsets.UTF_8)));
  }

  /** Sends one request with a Content-Length and gives back all bytes of the answer. */
  byte[] send(String requestLineAndHeaders, byte[] body) throws IOException {
    boolean hasLength = body.length > 0;
    String head = requestLineAndHeaders + (hasLength ? "\r\nContent-Length: " + body.length : "");
    return sendRaw(head, body);
  }

  /** Sends one request as it is (but for Host and Connection) and gives back all bytes of the answer. */
  byte[] sendRaw(String requestLineAndHeaders, byte[] body) throws IOException {
    try (Socket socket = open(requestLineAndHeaders)) {
      OutputStream out = socket.getOutputStream();
      out.write(body);
      out.flush();
      return readAll(socket.getInputStream());
    }
  }

  /** A connection on which the head of a request was sent. */
  Socket open(String requestLineAndHeaders) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    socket.setSoTimeout(SECONDS_MAX * 1_000);
    String head = requestLineAndHeaders + "\r\nHost: agent\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }

  private AppendResult keep(RequestLogEntry entry) {
    entries.add(entry);
    return AppendResult.APPENDED;
  }

  private static byte[] readAll(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (IOException reset) {
      // A server that aborts the response resets the connection; what came before counts.
    }
    return all.toByteArray();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Servlet servlet(Handler handler) {
    return new HttpServlet() {
      @Override
      protected void service(HttpServletRequest request, HttpServletResponse response)
          throws IOException, ServletException {
        handler.handle(request, response);
      }
    };
  }
}
