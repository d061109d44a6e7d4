package com.gt8004.shipper.send;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.batch.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * One request and its reply, bounded in time and size: whatever the other side does, the whole call ends
 * with its deadline, and no more of a reply is kept than {@link Reply} and {@link BoundedClient} allow.
 * Thread-safe.
 */
final class HttpExchange implements AutoCloseable {
  /** Below this a body and its head are one packet or two, compressed or not. */
  private static final int GZIP_BYTES_MIN = 1_024;

  private final SendPolicy policy;
  private final OutcomeTable table;
  private final HttpHost host;
  private final CloseableHttpClient client;
  private final CallDeadlines deadlines;
  private final GzipNegotiation gzip;
  private final GzipCompressors compressors = new GzipCompressors();

  HttpExchange(SendPolicy policy, OutcomeTable table, EpochClock clock, DnsResolver resolver) {
    this.policy = policy;
    this.table = table;
    this.host = HttpHost.create(policy.url());
    this.client = BoundedClient.of(policy, resolver);
    this.gzip = new GzipNegotiation(policy.compress(), clock);
    this.deadlines = new CallDeadlines(policy.callTimeout(), EpochClock.system());
  }

  /** Whether this body would go compressed now. */
  boolean compresses(RequestBody body) {
    return body.length() >= GZIP_BYTES_MIN && gzip.isOn();
  }

  /** What the URL takes. */
  GzipNegotiation gzip() {
    return gzip;
  }

  HttpPost post(RequestBody body, ApiKey key, boolean compressed) {
    HttpPost post = new HttpPost(policy.url());
    post.setHeader(key.header());
    post.setEntity(compressed ? new BodyEntity(body, compressors) : new BodyEntity(body));
    return post;
  }

  SendOutcome exchange(HttpPost post, RequestBody body, ApiKey key) {
    // Closes the connection, which also ends a write that nobody reads.
    CallDeadlines.Call call = deadlines.begin(post::cancel);
    try (ClassicHttpResponse response = client.executeOpen(host, post, null)) {
      gzip.heard(header(response, HttpHeaders.ACCEPT_ENCODING));
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
    compressors.close();
  }
}
