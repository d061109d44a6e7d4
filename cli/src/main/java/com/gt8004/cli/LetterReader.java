package com.gt8004.cli;

import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.entry.SafeText;
import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.QueueLetters;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads dead letters. One that is damaged is named on standard error, once, and hides no other. */
final class LetterReader {
  private final Console console;
  private final Set<EntryId> damaged = new HashSet<>();

  LetterReader(Console console) {
    this.console = console;
  }

  /** The letter; null if there is none any more, or it cannot be read. */
  QueueLetters.@Nullable Letter read(QueueDirectory queue, EntryId id) {
    try {
      return QueueLetters.read(queue, id);
    } catch (IOException e) {
      if (damaged.add(id)) {
        console.err("gt8004: " + queue.name() + ": dead letter of " + id + ": "
            + SafeText.of(Faults.describe(e)));
      }
      return null;
    }
  }

  /** That all could be read, or not. */
  int exitCode() {
    return damaged.isEmpty() ? ExitCode.OK.code() : ExitCode.FOUND.code();
  }
}
