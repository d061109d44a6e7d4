package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.batch.BodyBuffers;
import com.gt8004.shipper.batch.Dialect;
import com.gt8004.shipper.batch.RequestBody;
import com.gt8004.shipper.send.ApiKey;
import com.gt8004.shipper.send.Breaker;
import com.gt8004.shipper.send.Fault;
import com.gt8004.shipper.send.IngestClient;
import com.gt8004.shipper.send.LoadController;
import com.gt8004.shipper.send.Profile;
import com.gt8004.shipper.send.SendOutcome;
import com.gt8004.shipper.send.SendResult;
import com.gt8004.shipper.send.SizeLimit;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The URL that all queues share, and how much it may be asked to do: as many requests at once as the
 * {@link LoadController} finds good while it answers, one while it does not, none while the breaker is
 * open or it asked for patience. Not thread-safe: owned by the shipping thread.
 */
final class Destination {
  /**
   * With few in line each request wakes a thread again. A local server got 271,000 entries a second from
   * three requests at once and one in line, 484,000 from four and eight.
   */
  private static final int AHEAD_MAX = 8;

  private final IngestClient client;
  private final URI url;
  private final EpochClock clock;
  private final Profile profile;
  private final boolean platformsHost;
  private final LoadController load;
  /** One more than may be under way or in line: the one that is filling. */
  private final BodyBuffers buffers = new BodyBuffers(LoadController.IN_FLIGHT_MAX + AHEAD_MAX + 1);

  private final BodyBudget memory;
  private final SizeLimit sizes;
  private Dialect dialect;
  private boolean known;
  private @Nullable Boolean deduplicates; // three answers: yes, no, not known
  private @Nullable QueueLane greeter;
  private boolean failing;
  private final List<CompletableFuture<?>> underWay = new ArrayList<>();
  private @Nullable CompletableFuture<?> sizeProbe;
  private long notBeforeNanos;

  Destination(IngestClient client, URI url, Profile profile, EpochClock clock) {
    this(client, url, profile, new BodyBudget(BodyBudget.BYTES_DEFAULT), clock);
  }

  /** The same with more or less memory for bodies. */
  Destination(IngestClient client, URI url, Profile profile, BodyBudget memory, EpochClock clock) {
    this.memory = memory;
    this.client = client;
    this.url = url;
    this.clock = clock;
    this.profile = profile;
    this.platformsHost = profile == Profile.AUTO && isPlatformHost(url);
    boolean platform = profile == Profile.PLATFORM || platformsHost;
    this.dialect = platform ? Dialect.PLATFORM : Dialect.STANDARD;
    this.deduplicates = profile == Profile.PLATFORM ? false : null;
    this.load = new LoadController(clock);
    this.sizes = new SizeLimit(clock);
    this.known = profile != Profile.AUTO;
    this.notBeforeNanos = clock.nanoTime();
  }

  private static boolean isPlatformHost(URI url) {
    String host = url.getHost().toLowerCase(Locale.ROOT);
    return host.matches("(.*\\.)?gt8004\\.(xyz|com)");
  }

  Breaker breaker() {
    return client.breaker();
  }

  URI url() {
    return url;
  }

  /** What batches for it are written in; sure once it {@link #isKnown()}. */
  Dialect dialect() {
    return dialect;
  }

  /** Whether its name alone says that it is the live platform's. */
  boolean isPlatformsHost() {
    return platformsHost;
  }

  /** Whether it has answered as an ingest endpoint does, or the configuration says who it is. */
  boolean isKnown() {
    return known;
  }

  /** Whether it stores an entry once however often it is sent; null while nobody knows. */
  @Nullable
  Boolean deduplicates() {
    return deduplicates;
  }

  /** It answered the first ping, or a batch, in a way that tells who it is. */
  void becomesKnown(Dialect spoken, boolean deduplicating) {
    dialect = spoken;
    deduplicates = deduplicating;
    known = true;
    greeter = null;
  }

  /**
   * Whether an answer to a batch shows that another kind of service has taken its place. Then it is not
   * known any more, and a ping has to find out in 15 s: should it answer pings and batches differently,
   * that is all it gets. What is configured is not doubted.
   */
  boolean noticesSomebodyElse(RequestBody batch, SendOutcome outcome) {
    boolean platformNow = outcome instanceof SendOutcome.Settled settled && settled.platform();
    boolean noPlatform = outcome instanceof SendOutcome.ConfigFault fault
        && fault.fault() == Fault.NOT_INGEST
        && batch.dialect() == Dialect.PLATFORM;
    boolean other = (platformNow && batch.dialect() == Dialect.STANDARD) || noPlatform;
    if (!other || profile != Profile.AUTO) {
      return false;
    }
    known = false;
    deduplicates = null;
    failed(Duration.ofNanos(QueueGate.PROBE_NANOS));
    return true;
  }

  /** Whether this queue may send the first ping; one at a time does, while it can. */
  boolean mayGreet(QueueLane queue) {
    return greeter == null || greeter == queue || !greeter.isGreeting();
  }

  void greetedBy(@Nullable QueueLane queue) {
    greeter = queue;
  }

  boolean permits() {
    return clock.nanoTime() - notBeforeNanos >= 0 && inFlight() < inFlightMax() + ahead();
  }

  /** Whether that holds for a body of so many bytes: while nobody knows which size passes, one finds out. */
  boolean permits(long bytes) {
    boolean asked = sizeProbe != null && !sizeProbe.isDone();
    return permits() && !(asked && sizes.isUnsure(bytes));
  }

  /**
   * Requests that may wait in line behind those on the wire, so that no thread has to be woken for each:
   * none where one at a time goes, because what comes of it decides on the next.
   */
  private int ahead() {
    return inFlightMax() == 1 ? 0 : AHEAD_MAX;
  }

  /** Whether requests wait in line. Thread-safe. */
  boolean hasWaiting() {
    return client.waiting() > 0;
  }

  /** What is known of the size that it takes. */
  SizeLimit sizes() {
    return sizes;
  }

  /** Requests that may be under way at once, as long as nothing forbids them all. */
  int inFlightMax() {
    return failing ? 1 : load.limit();
  }

  /** What bodies may take of memory until they are settled. */
  BodyBudget memory() {
    return memory;
  }

  /** The arrays that bodies are made in. */
  BodyBuffers buffers() {
    return buffers;
  }

  /** Requests that may be under way at once now: none while the breaker is open. */
  int inFlightLimit() {
    return client.breaker().state() == Breaker.State.OPEN ? 0 : inFlightMax();
  }

  /** The same without those that wait in line. */
  int onTheWire() {
    return Math.max(0, inFlight() - client.waiting());
  }

  /** Requests that were sent and not answered. */
  int inFlight() {
    underWay.removeIf(CompletableFuture::isDone);
    return underWay.size();
  }

  CompletableFuture<SendResult> send(RequestBody body, ApiKey key) {
    client.concurrency(inFlightMax());
    CompletableFuture<SendResult> answer = client.send(body, key);
    underWay.add(answer);
    if (sizes.isUnsure(body.length())) {
      sizeProbe = answer;
    }
    load.sent(underWay.size());
    return answer;
  }

  /** It answered: it is there, whatever it said. */
  void answered(Shipment shipment) {
    failing = false;
    if (shipment.answeredAtOnce()) {
      load.answered(shipment.body().length(), shipment.tookNanos());
    } else {
      load.busy(); // it took more than one request
    }
  }

  /** It did not, or asked for patience: no more than one request at a time, and none before {@code wait}. */
  void failed(Duration wait) {
    if (failing) {
      load.startOver();
    } else {
      load.busy();
    }
    failing = true;
    Duration open = client.breaker().remaining();
    long nanos = (open.compareTo(wait) > 0 ? open : wait).toNanos();
    notBeforeNanos = clock.nanoTime() + nanos;
  }
}
