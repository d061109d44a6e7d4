package com.gt8004.benchmarks.filter;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** A server that says hello to a GET and gives the body of a POST back. */
final class Agent implements AutoCloseable {
  private final Server server = new Server();
  private final ServerConnector connector;

  /** Starts it behind this filter, where there is one. */
  Agent(@Nullable Filter filter) throws IOException {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendDateHeader(false); // answers of one length
    connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    if (filter != null) {
      context.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
    }
    context.addServlet(new ServletHolder(new Hello()), "/*");
    server.setHandler(context);
    try {
      server.start();
    } catch (Exception failure) {
      throw new IOException("cannot start a server on loopback: " + failure, failure);
    }
  }

  int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception failure) {
      throw new IOException("cannot stop a server: " + failure, failure);
    }
  }

  private static final class Hello extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getMethod().equals("POST")) {
        byte[] body = request.getInputStream().readAllBytes();
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
      } else {
        response.setContentType("text/plain");
        response.setContentLength(5);
        response.getOutputStream().print("hello");
      }
    }
  }
}
