package com.gt8004.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.Json;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.OperatorPause;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets queues be shipped again. */
@Command(
    name = "resume",
    header = "Ship a queue again: after gt8004 pause, a dead-letter storm or a lost checkpoint.",
    description = {
      "Ends a pause that gt8004 pause began, and has whatever else paused the queue tried at once instead of within 15 s."
          + " Without --queue: all queues.",
      "--from and --rewind answer a queue that is CHECKPOINT_LOST: both copies of a journal's checkpoint are unreadable,"
          + " and its destination would store again what it has. They are refused where no checkpoint is lost."
    },
    footer = {
      "",
      "Examples:",
      "  gt8004 resume --queue my-agent",
      "  gt8004 resume --queue my-agent --from 120      120 is the first entry that did not arrive",
      "  gt8004 resume --queue my-agent --rewind        send all that is on disk, again where need be"
    })
final class ResumeCommand implements Callable<Integer> {
  private final GlobalOptions options;
  private final Console console;
  private final EpochClock clock;

  @Option(
      names = "--from",
      paramLabel = "SEQUENCE",
      description = "Go on at this entry of the journal that lost its checkpoint.")
  @Nullable
  Long from;

  @Option(
      names = "--rewind",
      description = "Go on at the oldest entry on disk of each journal that lost its checkpoint.")
  boolean rewind;

  @Option(
      names = "--journal",
      paramLabel = "ID",
      description = "With --from, where several journals lost theirs: the one whose id begins so.")
  @Nullable
  String journal;

  ResumeCommand(GlobalOptions options, Console console, EpochClock clock) {
    this.options = options;
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkUsage();
    List<QueueDirectory> queues = options.someSelected(options.root(console.environment()));
    if (from != null && queues.size() > 1) {
      throw CommandFailure.usage("--from is a sequence of one queue; name it with --queue");
    }
    for (QueueDirectory queue : queues) {
      tell(queue, resume(queue));
    }
    return ExitCode.OK.code();
  }

  private void checkUsage() {
    if (from != null && rewind) {
      throw CommandFailure.usage("--from and --rewind exclude each other");
    }
    if (from != null && from < 0) {
      throw CommandFailure.usage("--from " + from + " is no sequence; those begin at 0");
    }
    if (journal != null && from == null) {
      throw CommandFailure.usage("--journal belongs to --from");
    }
  }

  /** The state that its shipper tells; null if none does. */
  private @Nullable String resume(QueueDirectory queue) throws IOException, InterruptedException {
    LostCheckpoint lost = new LostCheckpoint(queue);
    UUID journalId = journal == null ? null : lost.journal(journal).id();
    if (OwnerLock.isHeld(queue.shipperLockFile())) {
      JsonNode said = new HolderCall(queue, clock).post("resume", body(journalId));
      if (said != null) {
        return said.path("state").asText();
      }
      if (from != null || rewind) {
        throw CommandFailure.failed("a shipper holds " + queue.name()
            + ", but does not answer; stop it, and say this again");
      }
    } else if (from != null || rewind) {
      goOn(queue, lost, journalId);
    }
    OperatorPause.remove(queue);
    return null;
  }

  private String body(@Nullable UUID journalId) {
    ObjectNode body = Json.object();
    if (rewind) {
      body.put("rewind", true);
    }
    if (from != null) {
      body.put("from", from);
    }
    if (journalId != null) {
      body.put("journal", journalId.toString());
    }
    return Json.text(body);
  }

  /** Under the queue's lock: a shipper that starts meanwhile must not read half of it. */
  private void goOn(QueueDirectory queue, LostCheckpoint lost, @Nullable UUID journalId)
      throws IOException {
    try (OwnerLock lock = OwnerLock.tryAcquire(queue.shipperLockFile())) {
      if (lock == null) {
        throw CommandFailure.failed(
            "a shipper of " + queue.name() + " is just starting; say this again");
      }
      if (from == null) {
        lost.rewind();
      } else {
        lost.goOnAt(from, journalId);
      }
    }
  }

  private void tell(QueueDirectory queue, @Nullable String state) {
    if (options.output.isJson()) {
      console.out(Json.text(Json.object()
          .put("queue", queue.name())
          .put("state", state == null ? "UNATTENDED" : state)));
    } else {
      console.out(queue.name() + ": "
          + (state == null ? "not paused any more; no shipper answers" : "resumed, " + state));
    }
  }
}
