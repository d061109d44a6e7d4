package com.gt8004.cli.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

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

  private Reply send(HttpRequest.Builder request, Map<String, String> headers)
      throws IOException, InterruptedException {
    headers.forEach(request::header);
    HttpResponse<String> response = client.send(
        request.timeout(wholeCall).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    return new Reply(response.statusCode(), response.body());
  }
}
