package com.gt8004.analytics.server;

import com.gt8004.analytics.http.Router;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The socket and Jetty behind it. Takes its address at once, serves only when told to. */
final class HttpListener {
  private static final int THREADS_MAX = 64;
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** Bytes a second; a sender below is cut off, so that it cannot hold a batch's turn for ever. */
  private static final int SLOWEST_SENDER = 1_000;

  private static final Duration DRAIN = Duration.ofSeconds(8);

  private final Server server;
  private final ServerConnector connector;
  private final SslContextFactory.@Nullable Server tls;
  private final String url;

  private HttpListener(
      Server server,
      ServerConnector connector,
      SslContextFactory.@Nullable Server tls,
      String url) {
    this.server = server;
    this.connector = connector;
    this.tls = tls;
    this.url = url;
  }

  /** Takes the address, or says who else to try. */
  static HttpListener bind(ServiceSettings settings) throws CannotStartException {
    InetSocketAddress listen = settings.listen();
    SslContextFactory.Server tls = settings.tls() == null ? null : tls(settings.tls());
    QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX);
    threads.setName("http");
    Server server = new Server(threads);
    server.setStopTimeout(DRAIN.toMillis());
    server.setErrorHandler((request, response, callback) -> {
      // Requests that Jetty itself refuses get the same shape as all others.
      byte[] body = ("{\"error\":\"request refused with status " + response.getStatus() + "\"}")
          .getBytes(StandardCharsets.UTF_8);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      response.write(true, ByteBuffer.wrap(body), callback);
      return true;
    });
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setIdleTimeout(IDLE.toMillis());
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    ServerConnector connector;
    if (tls == null) {
      connector = new ServerConnector(server, 1, 1, plain);
    } else {
      http.addCustomizer(new SecureRequestCustomizer(false));
      connector = new ServerConnector(
          server, 1, 1, new SslConnectionFactory(tls, plain.getProtocol()), plain);
    }
    connector.setIdleTimeout(IDLE.toMillis());
    connector.setHost(listen.getHostString());
    connector.setPort(listen.getPort());
    server.addConnector(connector);
    try {
      connector.open();
    } catch (IOException e) {
      throw new CannotStartException(reason(listen, e), e);
    }
    return new HttpListener(
        server,
        connector,
        tls,
        urlOf(tls != null, listen.getHostString(), connector.getLocalPort()));
  }

  private static SslContextFactory.Server tls(ServiceSettings.Tls files)
      throws CannotStartException {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStore(PemKeyStore.load(files));
    tls.setKeyStorePassword("");
    tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    return tls;
  }

  /** Takes a renewed certificate for connections to come. Before {@link #serve} there is none newer. */
  void renew(ServiceSettings.Tls files) throws Exception {
    if (tls != null && server.isStarted()) { // Jetty fails to start with one that changes meanwhile
      KeyStore renewed = PemKeyStore.load(files);
      tls.reload(factory -> factory.setKeyStore(renewed));
    }
  }

  private static String reason(InetSocketAddress listen, IOException e) {
    String where = listen.getHostString() + ":" + listen.getPort();
    if (e instanceof BindException || e.getCause() instanceof BindException) {
      return "cannot listen on " + where + ": "
          + (e.getCause() == null ? e : e.getCause()).getMessage() + "; port " + listen.getPort()
          + " is taken? name another with --listen HOST:PORT (port 0 takes any free one)";
    }
    return "cannot listen on " + where + ": " + e.getMessage()
        + "; name another address with --listen HOST:PORT";
  }

  private static String urlOf(boolean secure, String host, int port) throws CannotStartException {
    try {
      InetAddress address = InetAddress.getAllByName(host)[0];
      String shown = address.isAnyLocalAddress() ? "127.0.0.1" : host;
      return (secure ? "https://" : "http://") + (shown.contains(":") ? "[" + shown + "]" : shown)
          + ":" + port + "/";
    } catch (IOException e) {
      throw new CannotStartException("unknown host " + host + " in --listen", e);
    }
  }

  /** Where it can be reached from this machine, ending in a slash. */
  String url() {
    return url;
  }

  void serve(Router router) throws Exception {
    server.setHandler(new GracefulHandler(new MinimumDataRateHandler(router, SLOWEST_SENDER, 0)));
    server.start();
  }

  /** Takes nothing new, lets what is under way end for at most 8 seconds. */
  void stop() throws Exception {
    server.stop();
    connector.close();
  }
}
