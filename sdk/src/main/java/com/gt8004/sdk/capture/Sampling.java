package com.gt8004.sdk.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Which requests are logged where not all shall be: by the first rule whose path matches, at random.
 * What failed and what was paid for is always kept unless said otherwise. Counts and sums are then of
 * what was kept; nothing scales them up. Immutable and thread-safe.
 *
 * <pre>
 * Sampling.builder().rate("/poll/*", 0.01).otherwise(0.5).build();
 * </pre>
 */
public final class Sampling {
  private static final Sampling ALL = builder().build();

  private record Rule(PathPatterns paths, double rate) {}

  private final List<Rule> rules;
  private final double otherwise;
  private final boolean errorsToo;
  private final boolean paymentsToo;
  private final DoubleSupplier random;

  private Sampling(Builder from) {
    rules = List.copyOf(from.rules);
    otherwise = from.otherwise;
    errorsToo = from.errorsToo;
    paymentsToo = from.paymentsToo;
    random = from.random;
  }

  /** Keeps all requests: the default. */
  public static Sampling all() {
    return ALL;
  }

  /** A builder of rules; without any it keeps all. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Whether this request is logged.
   *
   * @param path inside the application, as paths of excluded requests are
   * @param failed whether it ended in an error: status 400 or more but 402, or an exception
   * @param paid whether a payment was settled, or its settlement failed
   */
  public boolean keeps(String path, boolean failed, boolean paid) {
    double rate = rate(path);
    return rate >= 1
        || (failed && !errorsToo)
        || (paid && !paymentsToo)
        || (rate > 0 && random.getAsDouble() < rate);
  }

  private double rate(String path) {
    for (Rule rule : rules) {
      if (rule.paths.matches(path)) {
        return rule.rate;
      }
    }
    return otherwise;
  }

  /** Builds a {@link Sampling}. Not thread-safe. */
  public static final class Builder {
    private final List<Rule> rules = new ArrayList<>();
    private double otherwise = 1;
    private boolean errorsToo;
    private boolean paymentsToo;
    private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

    private Builder() {}

    /**
     * Keeps this share of the requests to a path, exact or with a {@code *} at its end. Of several rules
     * that match the first counts.
     *
     * @param rate from 0, none, to 1, all
     * @throws IllegalArgumentException if the path is no pattern or the rate no share, naming it
     */
    public Builder rate(String path, double rate) {
      rules.add(new Rule(new PathPatterns(List.of(path)), share(rate)));
      return this;
    }

    /** Keeps this share of all other requests. Default: 1. */
    public Builder otherwise(double rate) {
      this.otherwise = share(rate);
      return this;
    }

    /** Samples errors as everything else. Default: all are kept. */
    public Builder errorsToo() {
      errorsToo = true;
      return this;
    }

    /** Samples paid requests as everything else. Default: all are kept. */
    public Builder paymentsToo() {
      paymentsToo = true;
      return this;
    }

    Builder random(DoubleSupplier random) {
      this.random = random;
      return this;
    }

    /** The rules. */
    public Sampling build() {
      return new Sampling(this);
    }

    private static double share(double rate) {
      if (!(rate >= 0 && rate <= 1)) {
        throw new IllegalArgumentException("rate is " + rate + "; give a share from 0 to 1");
      }
      return rate;
    }
  }
}
