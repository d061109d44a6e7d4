package com.gt8004.analytics.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

  private final Map<String, Map<String, Endpoint>> routes = new TreeMap<>();
  private final List<Pattern> patterns = new ArrayList<>();

  /** A path with a {@code *} for each segment that may be anything. */
  private record Pattern(List<String> segments, Map<String, Endpoint> endpoints) {
    /** What stands for the stars, or null where the path is another. */
    @Nullable
    List<String> argumentsIn(List<String> path) {
      if (path.size() != segments.size()) {
        return null;
      }
      List<String> arguments = new ArrayList<>();
      for (int i = 0; i < path.size(); i++) {
        if (segments.get(i).equals("*") && !path.get(i).isEmpty()) {
          arguments.add(decoded(path.get(i)));
        } else if (!segments.get(i).equals(path.get(i))) {
          return null;
        }
      }
      return arguments;
    }
  }

  /** Adds a route. Segments of the path that are {@code *} stand for any one segment. */
  public Router route(String method, String path, Endpoint endpoint) {
    routes.computeIfAbsent(path, unused -> new TreeMap<>()).put(method, endpoint);
    if (path.indexOf('*') >= 0 && routes.get(path).size() == 1) {
      patterns.add(new Pattern(List.of(path.split("/", -1)), routes.get(path)));
    }
    return this;
  }

  /** Every route as {@code METHOD path}, with {@code *} where anything may stand. */
  public Set<String> routes() {
    Set<String> all = new TreeSet<>();
    routes.forEach(
        (path, endpoints) -> endpoints.keySet().forEach(method -> all.add(method + " " + path)));
    return all;
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
    EventSource events = reply.events();
    if (events != null && !request.getMethod().equals("HEAD")) {
      putHeaders(reply, response);
      events.open(new EventStream(response, callback));
    } else {
      write(request, reply, response, callback);
    }
    return true;
  }

  private Reply answer(Request request) throws Exception {
    String path = request.getHttpURI().getCanonicalPath();
    List<String> arguments = List.of();
    Map<String, Endpoint> endpoints =
        path == null || path.indexOf('*') >= 0 ? null : routes.get(path);
    List<String> segments = path == null ? List.of() : List.of(path.split("/", -1));
    for (int i = 0; endpoints == null && i < patterns.size(); i++) {
      List<String> found = patterns.get(i).argumentsIn(segments);
      if (found != null) {
        endpoints = patterns.get(i).endpoints();
        arguments = found;
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
    return endpoint.answer(new Call(request, arguments));
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
    if (request.getLength() > DRAINED_BYTES_MAX) {
      return false; // whoever claims so much may send it byte by byte, and a thread would wait for
      // it
    }
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

  private static void putHeaders(Reply reply, Response response) {
    response.setStatus(reply.status());
    ALWAYS.forEach((name, value) -> response.getHeaders().put(name, value));
    reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
  }

  private static void write(Request request, Reply reply, Response response, Callback callback) {
    putHeaders(reply, response);
    if (reply.status() != 304) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    }
    boolean head = request.getMethod().equals("HEAD");
    response.write(true, ByteBuffer.wrap(head ? new byte[0] : reply.body()), callback);
  }
}
