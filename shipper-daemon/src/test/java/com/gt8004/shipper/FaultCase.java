package com.gt8004.shipper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One row of the outcome table as a server may show it.
 *
 * @param begin makes a server so; {@link FaultyServer#mend} ends it
 * @param kind what the table says of it
 */
record FaultCase(String name, Begin begin, Kind kind) {
  /** Makes a server ill. */
  @FunctionalInterface
  interface Begin {
    void on(FaultyServer server) throws IOException;
  }

  /** What the shipper is to do meanwhile, and how many requests that may take. */
  enum Kind {
    /** Tried again; three batches in a row that failed open the breaker. */
    TRANSIENT(state -> state == ShipperState.RETRYING || state == ShipperState.OFFLINE) {
      @Override
      long requestsMax(int inFlight, double seconds) {
        // What is under way when it begins has 3 attempts each. Then one batch at a time: 3 rounds
        // of
        // 3 attempts until the breaker opens; from then on one batch for each time it was open, 24
        // s
        // at the least.
        return 3L * inFlight + 3 * 3 + 3 * (long) Math.ceil(seconds / 24);
      }
    },
    /** Paused at once, with one probe each 15 s. */
    CONFIGURATION(state -> !state.isReady() && state != ShipperState.OFFLINE) {
      @Override
      long requestsMax(int inFlight, double seconds) {
        return inFlight + (long) Math.ceil(seconds / 15);
      }
    },
    /**
     * Perhaps an entry's: looked into by halving, then paused as a configuration fault, since nothing
     * passes. Halving 500 entries down to one and asking for a control takes 2 × 9 + 2 requests.
     */
    OF_ENTRIES(CONFIGURATION.isAsExpected) {
      @Override
      long requestsMax(int inFlight, double seconds) {
        return inFlight + 20 + 2 * (long) Math.ceil(seconds / 15);
      }
    };

    private final Predicate<ShipperState> isAsExpected;

    Kind(Predicate<ShipperState> isAsExpected) {
      this.isAsExpected = isAsExpected;
    }

    boolean expects(ShipperState state) {
      return isAsExpected.test(state);
    }

    /** Requests that are allowed while the server was ill for so long. */
    abstract long requestsMax(int inFlight, double seconds);
  }

  private static final String SAYS = "{\"error\":\"because\"}";

  /** All of them, but those that need more than a server: certificates and names. */
  static List<FaultCase> all() {
    List<FaultCase> all = new ArrayList<>();
    for (int status : new int[] {408, 425, 429, 500, 502, 503, 504}) {
      all.add(ofStatus(status, Kind.TRANSIENT));
    }
    for (int status : new int[] {401, 404, 405}) {
      all.add(ofStatus(status, Kind.CONFIGURATION));
    }
    for (int status : new int[] {400, 403, 409, 413, 415, 422}) {
      all.add(ofStatus(status, Kind.OF_ENTRIES));
    }
    for (int status : new int[] {301, 302}) {
      all.add(new FaultCase(
          status + " to another address",
          illness(FaultyServer.status(status, "text/plain", "", "Location: http://127.0.0.1:1/")),
          Kind.CONFIGURATION));
    }
    all.add(new FaultCase(
        "200 with a web page",
        illness(FaultyServer.status(200, "text/html", "<html>Welcome, please log in</html>")),
        Kind.CONFIGURATION));
    all.add(new FaultCase(
        "200 with a wrong sum",
        illness(FaultyServer.status(200, "application/json", "{\"accepted\":100000}")),
        Kind.CONFIGURATION));
    all.add(new FaultCase(
        "200 with broken JSON",
        illness(FaultyServer.status(200, "application/json", "{\"accepted\":")),
        Kind.TRANSIENT));
    all.add(new FaultCase("reset", illness(FaultyServer.reset()), Kind.TRANSIENT));
    all.add(new FaultCase("half a reply", illness(FaultyServer.halfReply()), Kind.TRANSIENT));
    all.add(new FaultCase("stall", illness(FaultyServer.stall()), Kind.TRANSIENT));
    all.add(new FaultCase("one byte a second", illness(FaultyServer.trickle()), Kind.TRANSIENT));
    all.add(new FaultCase("closed port", FaultyServer::closePort, Kind.TRANSIENT));
    return all;
  }

  private static FaultCase ofStatus(int status, Kind kind) {
    return new FaultCase(
        String.valueOf(status),
        illness(FaultyServer.status(status, "application/json", SAYS)),
        kind);
  }

  private static Begin illness(FaultyServer.Ill ill) {
    return server -> server.fallIll(ill);
  }

  @Override
  public String toString() {
    return name;
  }
}
