package com.gt8004.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.console.OutputFormat;
import com.gt8004.cli.console.Table;
import com.gt8004.cli.doctor.Answer;
import com.gt8004.cli.doctor.Answer.Verdict;
import com.gt8004.cli.doctor.HostChecks;
import com.gt8004.cli.doctor.PingCheck;
import com.gt8004.cli.doctor.QueueChecks;
import com.gt8004.cli.doctor.ServiceChecks;
import com.gt8004.cli.entry.SafeText;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.IngestAccess;
import com.gt8004.shipper.QueueStatus;
import com.gt8004.shipper.ShipperConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds out why entries do not arrive. */
@Command(
    name = "doctor",
    header =
        "Find out why entries do not arrive: each question of the troubleshooting list, asked for you.",
    description = {
      "Checks Java and its flags, the configuration, disk space, file system and rights, the shipper, what waits; that the"
          + " URL answers, its certificate is valid, both clocks agree and the key is accepted; and follows one entry"
          + " (source = sdk_ping, of which no request is stored) from append to the service. Says what was seen, and"
          + " where it is not well what mends it.",
      "Give it the environment and --config of the shipper, as the user that runs it. Exits 1 if any check fails."
    },
    footer = {
      "",
      "Examples:",
      "  gt8004 doctor",
      "  gt8004 doctor --queue my-agent --config /etc/gt8004/production.yaml",
      "  gt8004 doctor --no-ping --output json | jq '.checks[] | select(.verdict != \"ok\")'"
    })
final class DoctorCommand implements Callable<Integer> {
  private final GlobalOptions options;
  private final Console console;
  private final EpochClock clock;

  @Option(names = "--no-ping", description = "Append no entry.")
  boolean noPing;

  @Option(
      names = "--ping-timeout",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = "How long a delivery may take (1-600, default 20).")
  int pingSeconds = 20;

  @Mixin
  ShipperOptions shipperOptions = new ShipperOptions();

  DoctorCommand(GlobalOptions options, Console console, EpochClock clock) {
    this.options = options;
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (pingSeconds < 1 || pingSeconds > 600) {
      throw CommandFailure.usage("--ping-timeout is " + pingSeconds + ", allowed are 1 to 600");
    }
    List<Answer> answers = new ArrayList<>();
    answers.add(HostChecks.java());
    QueueRoot root = options.root(console.environment());
    ShipperConfig settings = settings(root, answers);
    List<QueueDirectory> queues = options.selected(root);
    if (queues.isEmpty()) {
      answers.add(new Answer(
          null,
          "queues",
          Verdict.FAIL,
          "no queue in " + root.path(),
          "one appears with the first entry that an application logs there; does it log to this root"
              + " (GT8004_QUEUE_ROOT)?"));
    }
    for (QueueDirectory queue : queues) {
      try {
        check(queue, settings, answers);
      } catch (IOException | UncheckedIOException unreadable) {
        answers.add(new Answer(
            queue.name(),
            "queue_readable",
            Verdict.FAIL,
            Faults.describe(unreadable),
            "gt8004 verify --queue " + queue.name()
                + " names every file that cannot be read or whose mode is not right"));
      }
    }
    show(root, answers);
    boolean well = answers.stream().noneMatch(answer -> answer.verdict() == Verdict.FAIL);
    return well ? ExitCode.OK.code() : ExitCode.FAILED.code();
  }

  private @Nullable ShipperConfig settings(QueueRoot root, List<Answer> answers) {
    try {
      ShipperConfig settings =
          shipperOptions.arguments(root, console.environment()).load();
      answers.add(new Answer(
          null, "configuration", Verdict.OK, "valid; ingest_url " + settings.ingestUrl(), null));
      return settings;
    } catch (CommandFailure invalid) {
      answers.add(new Answer(
          null,
          "configuration",
          Verdict.FAIL,
          String.valueOf(invalid.getMessage()),
          "correct it; gt8004 ship --check-config shows all settings"));
      return null;
    }
  }

  private void check(QueueDirectory queue, @Nullable ShipperConfig settings, List<Answer> answers)
      throws IOException, InterruptedException {
    answers.addAll(
        HostChecks.disk(queue, settings == null ? List.of() : settings.allowedFileSystems()));
    QueueStatus status = QueueStatus.of(queue, clock);
    answers.addAll(QueueChecks.of(status));
    String agentId = status.agentId();
    if (agentId == null) {
      answers.add(new Answer(
          queue.name(),
          "queue_descriptor",
          Verdict.FAIL,
          queue.descriptorFile() + " cannot be read",
          "gt8004 verify --queue " + queue.name() + " --repair"));
    } else if (settings != null) {
      service(queue, agentId, settings, answers);
    }
  }

  private void service(
      QueueDirectory queue, String agentId, ShipperConfig settings, List<Answer> answers)
      throws IOException, InterruptedException {
    IngestAccess access = IngestAccess.of(settings, queue);
    String authorization = access.authorization();
    if (authorization == null) {
      answers.add(new Answer(
          queue.name(), "api_key", Verdict.FAIL, String.valueOf(access.cause()), access.cure()));
    }
    answers.addAll(new ServiceChecks(clock).of(queue.name(), agentId, access.url(), authorization));
    if (!noPing) {
      answers.addAll(new PingCheck(clock, Duration.ofSeconds(pingSeconds))
          .of(queue, agentId, access.url(), authorization));
    }
  }

  private void show(QueueRoot root, List<Answer> answers) {
    if (options.output != OutputFormat.text) {
      console.out(Json.text(json(root, answers)));
      return;
    }
    Table table = new Table("", "CHECK", "QUEUE", "SEEN");
    for (Answer answer : answers) {
      table.row(
          answer.verdict().name().toLowerCase(Locale.ROOT),
          answer.check().replace('_', ' '),
          answer.queue() == null ? "-" : answer.queue(),
          SafeText.of(answer.seen()));
    }
    table.lines().forEach(console::out);
    for (Answer answer : answers) {
      if (answer.cure() != null) {
        console.out("");
        console.out(answer.check().replace('_', ' ') + ": " + SafeText.of(answer.seen()));
        console.out("  cure: " + SafeText.of(answer.cure()));
      }
    }
  }

  private static ObjectNode json(QueueRoot root, List<Answer> answers) {
    ObjectNode json = Json.object();
    json.put("queue_root", root.path().toString());
    json.put("well", answers.stream().noneMatch(answer -> answer.verdict() == Verdict.FAIL));
    ArrayNode checks = json.putArray("checks");
    for (Answer answer : answers) {
      checks
          .addObject()
          .put("check", answer.check())
          .put("queue", answer.queue())
          .put("verdict", answer.verdict().name().toLowerCase(Locale.ROOT))
          .put("seen", answer.seen())
          .put("cure", answer.cure());
    }
    return json;
  }
}
