package com.gt8004.shipper.send;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The library's client as this product wants it: no redirects, no cookies, no decompression, no retries
 * of its own, because what happens is what the policy says; and nothing that a server can make grow.
 *
 * <p>Once connected it waits for ever by itself: {@link CallDeadlines} end each call, and a socket with a
 * timeout costs two more system calls for each answer.
 */
final class BoundedClient {
  private static final int CONNECTIONS_MAX = 64;

  /** Of a reply's head, and of a chunk's: what no server needs. The library has no limits by itself. */
  private static final int LINE_LENGTH_MAX = 16 << 10;

  private static final int HEADERS_MAX = 200;

  /** A usual batch goes out with its head in one system call, which is a third of what three cost. */
  private static final int BUFFER_BYTES = 64 << 10;

  private BoundedClient() {}

  static CloseableHttpClient of(SendPolicy policy, DnsResolver resolver) {
    Timeout call = Timeout.of(policy.callTimeout());
    RequestConfig request = RequestConfig.custom()
        .setConnectionRequestTimeout(call)
        .setResponseTimeout(Timeout.DISABLED)
        .setExpectContinueEnabled(false)
        .setProtocolUpgradeEnabled(false)
        .setRedirectsEnabled(false)
        .build();
    return HttpClients.custom()
        .setConnectionManager(connections(policy, resolver, call).build())
        .setRequestExecutor(new EarlyAnswers())
        .setDefaultRequestConfig(request)
        .setUserAgent("gt8004-shipper")
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  private static PoolingHttpClientConnectionManagerBuilder connections(
      SendPolicy policy, DnsResolver resolver, Timeout call) {
    ConnectionConfig connection = ConnectionConfig.custom()
        .setConnectTimeout(Timeout.of(policy.connectTimeout()))
        .setSocketTimeout(Timeout.DISABLED)
        .setValidateAfterInactivity(TimeValue.ofSeconds(1)) // a server that restarted meanwhile
        .setTimeToLive(TimeValue.ofMinutes(5)) // an address that moved meanwhile
        .build();
    Http1Config head = Http1Config.custom()
        .setBufferSize(BUFFER_BYTES)
        .setMaxLineLength(LINE_LENGTH_MAX)
        .setMaxHeaderCount(HEADERS_MAX)
        .build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDefaultConnectionConfig(connection)
        .setDefaultSocketConfig(
            SocketConfig.custom().setSoTimeout(call).setTcpNoDelay(true).build())
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder().http1Config(head).build())
        .setDnsResolver(resolver)
        .setMaxConnTotal(CONNECTIONS_MAX)
        .setMaxConnPerRoute(CONNECTIONS_MAX);
  }
}
