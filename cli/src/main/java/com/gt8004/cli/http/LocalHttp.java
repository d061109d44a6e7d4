package com.gt8004.cli.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The few requests that commands make themselves: to a shipper's admin port, to the demo's sample agent,
 * questions to the service. HTTP/1.1, no redirects, no proxy. A POST is sent once and never again by itself: the demo counts on that.
 * Thread-safe.
 */
public final class LocalHttp {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private final HttpClient client;
  private final Duration wholeCall;

  /**
   * A client with connections of its own.
   *
   * @param wholeCall after which a request without its whole reply fails
   */
  public LocalHttp(Duration wholeCall) {
    this.wholeCall = wholeCall;
    this.client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(CONNECT)
        .build();
  }

  /** Status and text of a reply. */
  public record Reply(int status, String body) {}

  /**
   * A reply, and what it tells of the server.
   *
   * @param date the header {@code Date}; null if there is none
   * @param certificateEnds when the server's certificate ends; null where none was shown
   */
  public record Examined(
      Reply reply, @Nullable String date, @Nullable Instant certificateEnds) {}

  /**
   * The reply to a GET.
   *
   * @throws IOException if no whole reply came in time
   */
  public Reply get(URI uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri).GET(), Map.of());
  }

  /**
   * The reply to a GET with these headers.
   *
   * @throws IOException if no whole reply came in time
   */
  public Reply get(URI uri, Map<String, String> headers) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri).GET(), headers);
  }

  /**
   * The reply to a POST of UTF-8 text.
   *
   * @throws IOException if no whole reply came in time; whether the request arrived is then unknown
   */
  public Reply post(URI uri, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)), headers);
  }

  /** As {@link #post}, and what the reply tells of the server. */
  public Examined examine(URI uri, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        exchange(HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)), headers);
    return new Examined(
        new Reply(response.statusCode(), response.body()),
        response.headers().firstValue("Date").orElse(null),
        response.sslSession().map(LocalHttp::certificateEnd).orElse(null));
  }

  /** Why a request failed, in few words. */
  public static String reasonOf(IOException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return "no such host";
      }
    }
    if (failed instanceof HttpTimeoutException) {
      return "no answer in time";
    }
    return failed instanceof ConnectException && failed.getMessage() == null
        ? "connection refused"
        : String.valueOf(
            failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage());
  }

  private static @Nullable Instant certificateEnd(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? certificate.getNotAfter().toInstant()
          : null;
    } catch (SSLPeerUnverifiedException none) {
      return null;
    }
  }

  private Reply send(HttpRequest.Builder request, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpResponse<String> response = exchange(request, headers);
    return new Reply(response.statusCode(), response.body());
  }

  private HttpResponse<String> exchange(HttpRequest.Builder request, Map<String, String> headers)
      throws IOException, InterruptedException {
    headers.forEach(request::header);
    return client.send(
        request.timeout(wholeCall).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }
}
