package com.gt8004.analytics.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the endpoint of a request and writes its reply. Routes are added before the server starts;
 * afterwards thread-safe.
 */
public final class Router extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  /** A reply given before the body is read would be lost with the connection for a client still sending. */
  private static final long DRAINED_BYTES_MAX = 16L << 20;

  private static final Map<String, String> ALWAYS = Map.of(
      "X-Content-Type-Options", "nosniff",
      "Referrer-Policy", "no-referrer",
      // RFC 7694: compressed request bodies are welcome.
      "Accept-Encoding", "gzip");

  private final Map<String, Map<String, Endpoint>> exact = new TreeMap<>();
  private final List<Pattern> patterns = new ArrayList<>();

  private record Pattern(String before, String after, Map<String, Endpoint> endpoints) {
    @Nullable
    String argumentIn(String path) {
      boolean fits = path.length() > before.length() + after.length()
          && path.startsWith(before)
          && path.endsWith(after);
      if (!fits) {
        return null;
      }
      String argument = path.substring(before.length(), path.length() - after.length());
      return argument.indexOf('/') >= 0 ? null : argument;
    }
  }

  /** Adds a route. The path may hold one {@code *} that stands for one whole segment. */
  public Router route(String method, String path, Endpoint endpoint) {
    int star = path.indexOf('*');
    if (star < 0) {
      exact.computeIfAbsent(path, unused -> new TreeMap<>()).put(method, endpoint);
    } else {
      patterns.add(
          new Pattern(path.substring(0, star), path.substring(star + 1), Map.of(method, endpoint)));
    }
    return this;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Reply reply;
    try {
      reply = answer(request);
    } catch (Exception e) {
      LOG.error("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), e);
      reply = Reply.error(500, "internal error; the service's log has the cause");
    }
    if (!drain(request)) {
      reply = reply.with("Connection", "close");
    }
    write(request, reply, response, callback);
    return true;
  }

  private Reply answer(Request request) throws Exception {
    String path = request.getHttpURI().getCanonicalPath();
    String argument = "";
    Map<String, Endpoint> endpoints = path == null ? null : exact.get(path);
    for (int i = 0; endpoints == null && path != null && i < patterns.size(); i++) {
      String found = patterns.get(i).argumentIn(path);
      if (found != null) {
        endpoints = patterns.get(i).endpoints();
        argument = decoded(found);
      }
    }
    if (endpoints == null) {
      return Reply.error(404, "no such path");
    }
    String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
    Endpoint endpoint = endpoints.get(method);
    if (endpoint == null) {
      String allowed = String.join(", ", endpoints.keySet());
      return Reply.error(
              405, "method " + request.getMethod() + " is not allowed here, only " + allowed)
          .with("Allow", allowed);
    }
    return endpoint.answer(new Call(request, argument));
  }

  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not a name of anything then: as it is.
      return segment;
    }
  }

  /** Reads what the client still sends; false when that is too much or goes wrong. */
  private static boolean drain(Request request) {
    try {
      InputStream rest = Content.Source.asInputStream(request);
      byte[] buffer = new byte[1 << 14];
      long drained = 0;
      for (int read = rest.read(buffer); read >= 0; read = rest.read(buffer)) {
        drained += read;
        if (drained > DRAINED_BYTES_MAX) {
          return false;
        }
      }
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static void write(Request request, Reply reply, Response response, Callback callback) {
    response.setStatus(reply.status());
    ALWAYS.forEach((name, value) -> response.getHeaders().put(name, value));
    reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
    if (reply.status() != 304) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    }
    boolean head = request.getMethod().equals("HEAD");
    response.write(true, ByteBuffer.wrap(head ? new byte[0] : reply.body()), callback);
  }
}
