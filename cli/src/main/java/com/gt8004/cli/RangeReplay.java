package com.gt8004.cli;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.OutputFormat;
import com.gt8004.cli.console.Quantity;
import com.gt8004.cli.where.Where;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.Replay;
import com.gt8004.shipper.ReplayBuilder;
import com.gt8004.shipper.ShipperConfig;
import com.gt8004.shipper.StoredReplay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends entries of a range again, queue by queue, through the shipper's own door. */
final class RangeReplay {
  private final Console console;
  private final EpochClock clock;
  private final OutputFormat output;
  private final ShipperArguments shipper;

  RangeReplay(Console console, EpochClock clock, OutputFormat output, ShipperArguments shipper) {
    this.console = console;
    this.clock = clock;
    this.output = output;
    this.shipper = shipper;
  }

  /**
   * Sends a range.
   *
   * @param toUrl another destination than the shipper's; null for that
   * @param keyFile with its key; null for the shipper's
   * @param ratePerMinute entries a minute, 0 for no limit
   * @return the exit code
   */
  int run(
      List<QueueDirectory> queues,
      ReplayRange range,
      @Nullable String toUrl,
      @Nullable Path keyFile,
      long ratePerMinute,
      boolean dryRun,
      boolean evenTwice)
      throws IOException {
    ShipperConfig config = toUrl == null ? shipper.load() : shipper.to(toUrl).load();
    int exitCode = ExitCode.OK.code();
    boolean matched = false;
    long missing = range.named();
    for (QueueDirectory queue : queues) {
      ReplayBuilder chosen = Replay.builder(config, queue).ratePerMinute(ratePerMinute);
      if (!range.narrow(chosen, queue, clock)) {
        continue;
      }
      matched = true;
      if (keyFile != null) {
        chosen.toOther(keyFile.toAbsolutePath());
      }
      Replay replay = (evenTwice ? chosen.evenTwice() : chosen).build();
      missing -= missing > 0 ? replay.onDisk() : 0;
      ReplayTeller teller = new ReplayTeller(console, output, queue.name());
      if (dryRun) {
        teller.plan(replay.plan(), keyFile != null);
      } else {
        exitCode = Math.max(exitCode, send(queue, replay, teller, 0));
        if (console.ending()) {
          return exitCode;
        }
      }
    }
    if (!matched) {
      if (range.rangesFile != null) {
        throw CommandFailure.failed("none of the journals in " + range.rangesFile
            + " is on disk any more, or there are no ranges in it");
      }
      throw CommandFailure.failed("no journal whose id begins with " + range.journal
          + "; gt8004 status --journals lists them");
    }
    if (missing > 0) {
      console.err("gt8004: "
          + Quantity.of(missing, "of the named entries is", "of the named entries are")
          + " not on disk any more");
    }
    return missing > 0 && exitCode == ExitCode.OK.code() ? ExitCode.FOUND.code() : exitCode;
  }

  /** Goes on with one that was interrupted; the exit code. */
  int resume(InterruptedReplays.Named interrupted, boolean evenTwice) throws IOException {
    StoredReplay stored = interrupted.replay();
    Path keyFile = stored.keyFile();
    ShipperConfig config =
        keyFile == null ? itsOwn(stored) : shipper.to(stored.url().toString()).load();
    ReplayBuilder builder = Replay.builder(config, interrupted.queue()).resume(stored.id());
    String text = stored.where();
    Where filter = ReplayRange.filterOf(text);
    if (text != null && filter != null) {
      builder.where(text, filter::matches);
    }
    if (keyFile != null) {
      builder.toOther(keyFile);
    }
    Replay replay = (evenTwice ? builder.evenTwice() : builder).build();
    return send(
        interrupted.queue(),
        replay,
        new ReplayTeller(console, output, interrupted.queue().name()),
        stored.passed());
  }

  /** The shipper's settings, if they name the URL that the replay was for: today's key goes nowhere else. */
  private ShipperConfig itsOwn(StoredReplay stored) {
    ShipperConfig config = shipper.load();
    if (!config.ingestUrl().equals(stored.url())) {
      throw CommandFailure.failed("replay " + stored.id() + " sends to " + stored.url()
          + ", but the key is for " + config.ingestUrl() + "; give --ingest-url " + stored.url()
          + " if it is for both, or --cancel " + stored.id());
    }
    return config;
  }

  /**
   * Sends.
   *
   * @param passedBefore entries that it had gone past when it was interrupted
   */
  private int send(QueueDirectory queue, Replay replay, ReplayTeller teller, long passedBefore)
      throws IOException {
    try (ReplaySession session =
        new ReplaySession(console, clock, queue.name(), replay, passedBefore)) {
      Replay.Result result = session.run();
      teller.result(result, "entries");
      if (!result.complete() || result.rejected() > 0) {
        return ExitCode.FAILED.code();
      }
      return result.unreadable() > 0 ? ExitCode.FOUND.code() : ExitCode.OK.code();
    }
  }
}
