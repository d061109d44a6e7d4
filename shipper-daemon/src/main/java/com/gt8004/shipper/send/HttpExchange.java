package com.gt8004.shipper.send;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.batch.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One request and its reply, bounded in time and size. No redirects, no cookies, no compression, no
 * retries of the library's own: what happens is what the policy says. Thread-safe.
 */
final class HttpExchange implements AutoCloseable {
  private static final int CONNECTIONS_MAX = 64;

  /** A usual batch goes out with its head in one system call, which is a third of what three cost. */
  private static final int BUFFER_BYTES = 64 << 10;

  private final SendPolicy policy;
  private final OutcomeTable table;
  private final HttpHost host;
  private final CloseableHttpClient client;
  private final CallDeadlines deadlines;

  HttpExchange(SendPolicy policy, OutcomeTable table) {
    this.policy = policy;
    this.table = table;
    this.host = HttpHost.create(policy.url());
    this.client = client(policy);
    this.deadlines = new CallDeadlines(policy.callTimeout(), EpochClock.system());
  }

  private static CloseableHttpClient client(SendPolicy policy) {
    Timeout call = Timeout.of(policy.callTimeout());
    ConnectionConfig connection = ConnectionConfig.custom()
        .setConnectTimeout(Timeout.of(policy.connectTimeout()))
        .setSocketTimeout(call)
        .setValidateAfterInactivity(TimeValue.ofSeconds(1)) // a server that restarted meanwhile
        .setTimeToLive(TimeValue.ofMinutes(5)) // an address that moved meanwhile
        .build();
    RequestConfig request = RequestConfig.custom()
        .setConnectionRequestTimeout(call)
        .setResponseTimeout(call)
        .setExpectContinueEnabled(false)
        .setProtocolUpgradeEnabled(false)
        .setRedirectsEnabled(false)
        .build();
    return HttpClients.custom()
        .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
            .setDefaultConnectionConfig(connection)
            .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                .http1Config(Http1Config.custom().setBufferSize(BUFFER_BYTES).build())
                .build())
            .setDefaultSocketConfig(
                SocketConfig.custom().setSoTimeout(call).setTcpNoDelay(true).build())
            .setMaxConnTotal(CONNECTIONS_MAX)
            .setMaxConnPerRoute(CONNECTIONS_MAX)
            .build())
        .setDefaultRequestConfig(request)
        .setUserAgent("gt8004-shipper")
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  HttpPost post(RequestBody body, ApiKey key) {
    HttpPost post = new HttpPost(policy.url());
    post.setHeader(HttpHeaders.AUTHORIZATION, key.bearer());
    post.setEntity(new BodyEntity(body));
    return post;
  }

  SendOutcome exchange(HttpPost post, RequestBody body, ApiKey key) {
    CallDeadlines.Call call = deadlines.begin(post::cancel);
    try (ClassicHttpResponse response = client.executeOpen(host, post, null)) {
      return table.ofReply(read(response, post), body, key);
    } catch (IOException failure) {
      return call.isLate() ? table.ofTimeout(policy.callTimeout()) : table.ofFailure(failure);
    } finally {
      call.end();
    }
  }

  private static Reply read(ClassicHttpResponse response, HttpPost post) throws IOException {
    byte[] body = {};
    boolean cut = false;
    HttpEntity entity = response.getEntity();
    if (entity != null) {
      InputStream content = entity.getContent();
      body = content.readNBytes(Reply.BODY_BYTES_MAX);
      cut = body.length == Reply.BODY_BYTES_MAX && content.read() >= 0;
    }
    if (cut) {
      post.cancel(); // closing politely would read the rest, which may have no end
    }
    return new Reply(
        response.getCode(),
        header(response, HttpHeaders.CONTENT_TYPE),
        header(response, HttpHeaders.RETRY_AFTER),
        header(response, HttpHeaders.LOCATION),
        new String(body, StandardCharsets.UTF_8),
        cut);
  }

  private static @Nullable String header(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  @Override
  public void close() {
    deadlines.close();
    client.close(CloseMode.IMMEDIATE);
  }
}
