package com.gt8004.cli.demo;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.servlet.GT8004Filter;
import jakarta.servlet.DispatcherType;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An agent as a user would write one: an embedded server, its handlers, and the filter that logs every
 * request. A process of its own, so that it can be killed.
 *
 * <p>On standard output one line for each request that {@code log()} said is appended, {@code ack
 * <number>}, written with one unbuffered call: what the demo has read was acknowledged before any kill.
 */
public final class SampleAgent {
  private static final int THREADS_MAX = 32;
  private static final int STOP_MILLIS = 5_000;

  private static final OutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private SampleAgent() {}

  /** Arguments: queue root, agent id, port, milliseconds that a handler takes. */
  public static void main(String[] arguments) throws Exception {
    Path queueRoot = Path.of(arguments[0]);
    String agentId = arguments[1];
    int port = Integer.parseInt(arguments[2]);
    int thinkMillis = Integer.parseInt(arguments[3]);

    GT8004Logger logger =
        GT8004Logger.builder().agentId(agentId).queueRoot(queueRoot).build();
    Server server = server(logger, port, thinkMillis);
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, logger), "stop-agent"));
    say("ready " + port);
    exitWithParent();
  }

  private static Server server(GT8004Logger logger, int port, int thinkMillis) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX);
    threads.setName("agent");
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    server.setStopTimeout(STOP_MILLIS);

    GT8004Filter filter =
        GT8004Filter.builder(logger).resultListener(SampleAgent::acknowledge).build();
    ServletContextHandler context = new ServletContextHandler();
    FilterHolder holder = new FilterHolder(filter);
    holder.setAsyncSupported(true);
    context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(new ServletHolder(new AgentServlet(thinkMillis)), "/*");
    server.setHandler(context);
    return server;
  }

  private static void acknowledge(RequestLogEntry entry, AppendResult result) {
    long number = DemoRequest.numberIn(entry.requestBody());
    if (result.appended() && number > 0) {
      say("ack " + number);
    }
  }

  private static synchronized void say(String line) {
    try {
      OUT.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException demoIsGone) {
      // exitWithParent is about to notice as well.
    }
  }

  private static void stop(Server server, GT8004Logger logger) {
    try {
      server.stop();
    } catch (Exception e) {
      System.err.println("stopping the server: " + e);
    } finally {
      logger.close();
    }
  }

  /** The demo holds the other end of standard input: if it is killed, this process must not stay. */
  private static void exitWithParent() throws IOException {
    while (System.in.read() >= 0) {
      // Nothing is ever said here.
    }
    System.exit(0);
  }
}
