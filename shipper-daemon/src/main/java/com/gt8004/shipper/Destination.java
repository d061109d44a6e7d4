package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.batch.BodyBuffers;
import com.gt8004.shipper.batch.RequestBody;
import com.gt8004.shipper.send.ApiKey;
import com.gt8004.shipper.send.Breaker;
import com.gt8004.shipper.send.IngestClient;
import com.gt8004.shipper.send.LoadController;
import com.gt8004.shipper.send.Profile;
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
  private final IngestClient client;
  private final URI url;
  private final EpochClock clock;
  private final boolean platform;
  private final LoadController load;
  /** One more than may be under way: the one that is filling. */
  private final BodyBuffers buffers = new BodyBuffers(LoadController.IN_FLIGHT_MAX + 1);

  private final SizeLimit sizes;
  private boolean known;
  private @Nullable QueueLane greeter;
  private boolean failing;
  private final List<CompletableFuture<?>> underWay = new ArrayList<>();
  private @Nullable CompletableFuture<?> sizeProbe;
  private long notBeforeNanos;

  Destination(IngestClient client, URI url, Profile profile, EpochClock clock) {
    this.client = client;
    this.url = url;
    this.clock = clock;
    this.platform = profile == Profile.PLATFORM || (profile == Profile.AUTO && isPlatformHost(url));
    this.load = new LoadController(clock);
    this.sizes = new SizeLimit(clock);
    this.known = profile == Profile.STANDARD;
    this.notBeforeNanos = clock.nanoTime();
  }

  private static boolean isPlatformHost(URI url) {
    String host = url.getHost().toLowerCase(Locale.ROOT);
    return host.matches("(.*\\.)?gt8004\\.(xyz|com)");
  }

  Breaker breaker() {
    return client.breaker();
  }

  /** Why nothing may ever be sent there by this version; null if something may. */
  @Nullable
  Condition refusal() {
    return platform
        ? new Condition(
            ShipperState.NEEDS_PROFILE,
            url
                + " speaks the live platform's names: it needs profile platform, which this version does not speak",
            "send to a gt8004 analytics-service, or set profile: standard if this host runs one")
        : null;
  }

  /** Whether it has answered as an ingest endpoint does. */
  boolean isKnown() {
    return known;
  }

  void becomesKnown() {
    known = true;
    greeter = null;
  }

  /** Whether this queue may send the first ping; one at a time does, while it can. */
  boolean mayGreet(QueueLane queue) {
    return greeter == null || greeter == queue || !greeter.isGreeting();
  }

  void greetedBy(@Nullable QueueLane queue) {
    greeter = queue;
  }

  boolean permits() {
    return clock.nanoTime() - notBeforeNanos >= 0 && inFlight() < inFlightMax();
  }

  /** Whether that holds for a body of so many bytes: while nobody knows which size passes, one finds out. */
  boolean permits(long bytes) {
    boolean asked = sizeProbe != null && !sizeProbe.isDone();
    return permits() && !(asked && sizes.isUnsure(bytes));
  }

  /** What is known of the size that it takes. */
  SizeLimit sizes() {
    return sizes;
  }

  /** Requests that may be under way at once, as long as nothing forbids them all. */
  int inFlightMax() {
    return failing ? 1 : load.limit();
  }

  /** The arrays that bodies are made in. */
  BodyBuffers buffers() {
    return buffers;
  }

  /** Requests that may be under way at once now: none while the breaker is open. */
  int inFlightLimit() {
    return client.breaker().state() == Breaker.State.OPEN ? 0 : inFlightMax();
  }

  /** Requests that were sent and not answered. */
  int inFlight() {
    underWay.removeIf(CompletableFuture::isDone);
    return underWay.size();
  }

  CompletableFuture<SendResult> send(RequestBody body, ApiKey key) {
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
