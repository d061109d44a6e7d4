package com.gt8004.shipper.send;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.batch.RequestBody;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides what a reply, or the lack of one, means. Thread-safe.
 *
 * <pre>
 *   2xx                           settled, if it is an ingest's answer ({@link IngestReply}), else NOT_INGEST
 *   408 425 429 5xx, no reply     transient
 *   413                           too large
 *   401                           UNAUTHORIZED
 *   404 405 3xx                   WRONG_URL
 *   certificate                   BAD_CERTIFICATE
 *   400 403 409 422, other 4xx    entry fault, perhaps
 * </pre>
 */
final class OutcomeTable {
  private static final Set<Integer> TRANSIENT_4XX = Set.of(408, 425, 429);

  /** A 403 stays an entry fault, because a receiver may mean the entry; mostly it means the key. */
  private static final String FORBIDDEN =
      "; mostly this is the key of another agent: look which key this queue has before you look at entries";

  private final URI url;
  private final Profile profile;
  private final EpochClock clock;

  OutcomeTable(URI url, Profile profile, EpochClock clock) {
    this.url = url;
    this.profile = profile;
    this.clock = clock;
  }

  SendOutcome ofReply(Reply reply, RequestBody sent, ApiKey key) {
    int status = reply.status();
    if (status >= 200 && status < 300) {
      return new IngestReply(url, profile).judge(reply, sent, key);
    }
    String said = answered(reply, key);
    if (TRANSIENT_4XX.contains(status) || (status >= 500 && status < 600)) {
      return new SendOutcome.Transient(said, RetryAfter.parse(reply.retryAfter(), clock.now()));
    }
    if (status == 413) {
      return new SendOutcome.TooLarge(said + " to " + sent.length() + " bytes");
    }
    if (status == 401) {
      return new SendOutcome.ConfigFault(
          Fault.UNAUTHORIZED,
          said,
          "give this queue a key that " + origin() + " knows; a changed key file is read at once");
    }
    if (status == 404 || status == 405) {
      return new SendOutcome.ConfigFault(Fault.WRONG_URL, said, wrongUrlCure());
    }
    if (status >= 300 && status < 400) {
      String target = reply.location() == null ? "" : " to " + key.maskIn(reply.location());
      return new SendOutcome.ConfigFault(
          Fault.WRONG_URL,
          said + target,
          "set ingest_url to the address it names: a redirect is never followed with a key");
    }
    if (status == 403) {
      return new SendOutcome.EntryFault(status, said + FORBIDDEN);
    }
    if (status >= 400 && status < 500) {
      return new SendOutcome.EntryFault(status, said);
    }
    return new SendOutcome.ConfigFault(Fault.NOT_INGEST, said, wrongUrlCure());
  }

  SendOutcome ofFailure(IOException failure) {
    if (isCertificateFault(failure)) {
      return new SendOutcome.ConfigFault(
          Fault.BAD_CERTIFICATE,
          origin() + ": " + reason(failure),
          "mend the server's certificate, or add its authority to this Java's trust store"
              + " (-Djavax.net.ssl.trustStore=FILE)");
    }
    return new SendOutcome.Transient(noReply(failure), null);
  }

  /** An attempt that {@code callTimeout} ended. */
  SendOutcome ofTimeout(Duration callTimeout) {
    return new SendOutcome.Transient(
        origin() + " gave no whole reply within " + callTimeout.toMillis() + " ms", null);
  }

  private String noReply(IOException failure) {
    if (failure instanceof UnknownHostException) {
      return "host " + url.getHost() + " is unknown";
    }
    if (failure instanceof ConnectException) {
      return origin() + " refuses connections";
    }
    if (failure instanceof SocketTimeoutException) {
      return origin() + " does not answer in time: " + reason(failure);
    }
    return origin() + " broke off: " + reason(failure);
  }

  private String answered(Reply reply, ApiKey key) {
    String words = reply.words(key);
    return url + " answered " + reply.status() + (words.isEmpty() ? "" : ": " + words);
  }

  private String wrongUrlCure() {
    return "set ingest_url to the address of an ingest endpoint, such as http://localhost:9093/v1/ingest";
  }

  private String origin() {
    return url.getScheme() + "://" + url.getAuthority();
  }

  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static boolean isCertificateFault(IOException failure) {
    if (failure instanceof SSLPeerUnverifiedException) {
      return true;
    }
    return failure instanceof SSLException && hasCause(failure, CertificateException.class);
  }

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (type.isInstance(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
