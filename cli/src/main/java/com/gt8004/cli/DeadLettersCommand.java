package com.gt8004.cli;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.console.OutputFormat;
import com.gt8004.cli.console.Quantity;
import com.gt8004.cli.console.Table;
import com.gt8004.cli.entry.SafeText;
import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.QueueLetters;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Entries that the server refused for their content: looked at, sent again, taken away or given up. */
@Command(
    name = "dead-letters",
    header = "Entries that the server refused: list, show, retry, export or discard them.",
    description = {
      "A dead letter is an entry that the server refused for its content, twice, while it took others. It is kept until"
          + " somebody decides: retry sends it again under its own id and removes it when the server has it; discard gives"
          + " it up, with a line in the ledger.",
      "Request and response bodies and headers are left out unless --show-bodies is given."
    },
    footer = {
      "",
      "Examples:",
      "  gt8004 dead-letters list",
      "  gt8004 dead-letters show 0198f2c4-7f3a-7cc2-9d51-0a4e5d0c6b1f:120",
      "  gt8004 dead-letters retry --all",
      "  gt8004 dead-letters retry --where 'tool_name=search' --dry-run",
      "  gt8004 dead-letters export --all --show-bodies > letters.ndjson",
      "  gt8004 dead-letters discard 0198f2c4-7f3a-7cc2-9d51-0a4e5d0c6b1f:120"
    })
final class DeadLettersCommand implements Callable<Integer> {
  private final GlobalOptions options;
  private final Console console;
  private final EpochClock clock;

  DeadLettersCommand(GlobalOptions options, Console console, EpochClock clock) {
    this.options = options;
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    throw CommandFailure.usage("say what: dead-letters list, show, retry, export or discard");
  }

  private List<QueueDirectory> queues() throws IOException {
    return options.someSelected(options.root(console.environment()));
  }

  @Command(
      name = "list",
      header = "One line for each dead letter.",
      footer = {
        "",
        "Examples:",
        "  gt8004 dead-letters list",
        "  gt8004 dead-letters list --queue my-agent --where 'status_code>=500' --output json"
      })
  int list(
      @Option(
              names = "--where",
              paramLabel = "FILTER",
              description =
                  "Only those whose entries pass this filter, such as 'tool_name=search'.")
          @Nullable
          String where)
      throws IOException {
    LetterChoice choice = new LetterChoice();
    choice.where = where;
    choice.all = where == null;
    choice.check();
    LetterReader letters = new LetterReader(console);
    Table table = new Table("ENTRY", "REFUSED", "STATUS", "REQUEST", "THE SERVER'S WORDS");
    int count = 0;
    for (Map.Entry<QueueDirectory, List<EntryId>> each :
        choice.in(queues(), letters).entrySet()) {
      for (EntryId id : each.getValue()) {
        count += list(each.getKey(), id, letters, table) ? 1 : 0;
      }
    }
    if (options.output == OutputFormat.text) {
      if (count > 0) {
        table.lines().forEach(console::out);
      } else if (letters.exitCode() == ExitCode.OK.code()) {
        console.err("gt8004: no dead letters");
      }
    }
    return letters.exitCode();
  }

  private boolean list(QueueDirectory queue, EntryId id, LetterReader letters, Table table)
      throws IOException {
    QueueLetters.Letter letter = letters.read(queue, id);
    if (letter != null && options.output.isJson()) {
      new LetterPrinter(console, false).print(queue, letter, OutputFormat.json);
    } else if (letter != null) {
      table.row(
          id.toString(),
          letter.refusedAt().toString(),
          String.valueOf(letter.status()),
          ReplayTeller.summary(letter.payload()),
          SafeText.of(letter.serverError()));
    }
    return letter != null;
  }

  @Command(
      name = "show",
      header = "Dead letters in full.",
      footer = {
        "",
        "Examples:",
        "  gt8004 dead-letters show 0198f2c4-7f3a-7cc2-9d51-0a4e5d0c6b1f:120 --show-bodies"
      })
  int show(
      @Mixin LetterChoice choice,
      @Option(names = "--show-bodies", description = "Show bodies and headers, too.")
          boolean showBodies)
      throws IOException {
    choice.check();
    LetterReader letters = new LetterReader(console);
    LetterPrinter printer = new LetterPrinter(console, showBodies);
    boolean first = true;
    for (Map.Entry<QueueDirectory, List<EntryId>> each :
        choice.in(queues(), letters).entrySet()) {
      for (EntryId id : each.getValue()) {
        QueueLetters.Letter letter = letters.read(each.getKey(), id);
        if (letter != null) {
          if (!first && !options.output.isJson()) {
            console.out("");
          }
          printer.print(each.getKey(), letter, options.output);
          first = false;
        }
      }
    }
    return letters.exitCode();
  }

  @Command(
      name = "export",
      header = "Dead letters as NDJSON, one line each as their files hold them; they stay.",
      footer = {
        "",
        "Examples:",
        "  gt8004 dead-letters export --all > letters.ndjson",
        "  gt8004 dead-letters export --all --show-bodies > letters.ndjson"
      })
  int export(
      @Mixin LetterChoice choice,
      @Option(names = "--show-bodies", description = "With bodies and headers.") boolean showBodies)
      throws IOException {
    choice.check();
    LetterReader letters = new LetterReader(console);
    LetterPrinter printer = new LetterPrinter(console, showBodies);
    for (Map.Entry<QueueDirectory, List<EntryId>> each :
        choice.in(queues(), letters).entrySet()) {
      for (EntryId id : each.getValue()) {
        QueueLetters.Letter letter = letters.read(each.getKey(), id);
        if (letter != null) {
          printer.print(each.getKey(), letter, OutputFormat.json);
        }
      }
    }
    return letters.exitCode();
  }

  @Command(
      name = "retry",
      header = "Send dead letters again; those that the server has then are removed.",
      description =
          "Exits 1 if one is left: refused once more, which is told, or not sent. Interrupted, it is simply run again.",
      footer = {
        "",
        "Examples:",
        "  gt8004 dead-letters retry --all",
        "  gt8004 dead-letters retry --where 'tool_name=search'"
      })
  int retry(
      @Mixin LetterChoice choice,
      @Option(names = "--dry-run", description = "Say how many would be sent, and send nothing.")
          boolean dryRun,
      @Mixin ShipperOptions shipperOptions)
      throws IOException {
    choice.check();
    LetterReader letters = new LetterReader(console);
    QueueRoot root = options.root(console.environment());
    ShipperArguments shipper = shipperOptions.arguments(root, console.environment());
    LetterRetry retry = new LetterRetry(console, clock, options.output, shipper);
    int exitCode = ExitCode.OK.code();
    for (Map.Entry<QueueDirectory, List<EntryId>> each :
        choice.in(queues(), letters).entrySet()) {
      exitCode = Math.max(exitCode, retry.of(each.getKey(), each.getValue(), dryRun));
      if (console.ending()) {
        return exitCode;
      }
    }
    return exitCode == ExitCode.OK.code() ? letters.exitCode() : exitCode;
  }

  @Command(
      name = "discard",
      header = "Give dead letters up for good, with a line each in the ledger.",
      footer = {
        "",
        "Examples:",
        "  gt8004 dead-letters discard 0198f2c4-7f3a-7cc2-9d51-0a4e5d0c6b1f:120",
        "  gt8004 dead-letters export --all --show-bodies > letters.ndjson && gt8004 dead-letters discard --all"
      })
  int discard(
      @Mixin LetterChoice choice,
      @Option(names = "--dry-run", description = "Say how many would go, and keep them.")
          boolean dryRun)
      throws IOException {
    choice.check();
    LetterReader letters = new LetterReader(console);
    for (Map.Entry<QueueDirectory, List<EntryId>> each :
        choice.in(queues(), letters).entrySet()) {
      QueueDirectory queue = each.getKey();
      int count =
          dryRun ? each.getValue().size() : new LetterKeeper(queue, clock).discard(each.getValue());
      if (options.output.isJson()) {
        console.out(Json.text(Json.object()
            .put("queue", queue.name())
            .put("discarded", dryRun ? 0 : count)
            .put("dead_letters_left", QueueLetters.ids(queue).size())));
      } else {
        String what = Quantity.of(count, "dead letter");
        console.out(queue.name() + ": "
            + (dryRun
                ? "would discard " + what
                : "discarded " + what + (count == 0 ? "" : ", named in the ledger")));
      }
    }
    return letters.exitCode();
  }
}
