package com.gt8004.benchmarks.drain;

import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The floor: the shipper's HTTP client with its settings, and nothing else of it. Thread-safe. */
final class ClientPoster implements Poster {
  private static final int HTTP_OK = 200;
  private static final int REPLY_BYTES_MAX = 1 << 20;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final Timeout CONNECT = Timeout.ofSeconds(3);
  private static final Timeout CALL = Timeout.ofSeconds(10);

  private final URI url;
  private final HttpHost host;
  private final CloseableHttpClient client;

  ClientPoster(URI url, int connections) {
    this.url = url;
    this.host = HttpHost.create(url);
    ConnectionConfig connection = ConnectionConfig.custom()
        .setConnectTimeout(CONNECT)
        .setSocketTimeout(CALL)
        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
        .setTimeToLive(TimeValue.ofMinutes(5))
        .build();
    RequestConfig request = RequestConfig.custom()
        .setConnectionRequestTimeout(CALL)
        .setResponseTimeout(CALL)
        .setExpectContinueEnabled(false)
        .setProtocolUpgradeEnabled(false)
        .setRedirectsEnabled(false)
        .build();
    this.client = HttpClients.custom()
        .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
            .setDefaultConnectionConfig(connection)
            .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                .http1Config(Http1Config.custom().setBufferSize(BUFFER_BYTES).build())
                .build())
            .setDefaultSocketConfig(
                SocketConfig.custom().setSoTimeout(CALL).setTcpNoDelay(true).build())
            .setMaxConnTotal(connections)
            .setMaxConnPerRoute(connections)
            .build())
        .setDefaultRequestConfig(request)
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  @Override
  public void post(byte[] body) throws IOException {
    HttpPost post = new HttpPost(url);
    post.setHeader(HttpHeaders.AUTHORIZATION, "Bearer benchmark-key");
    post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    try (var response = client.executeOpen(host, post, null)) {
      var unused = response.getEntity().getContent().readNBytes(REPLY_BYTES_MAX);
      if (response.getCode() != HTTP_OK) {
        throw new IOException("the sink answered " + response.getCode());
      }
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
