package com.gt8004.shipper;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.CheckpointFile.SlotState;
import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.FlushRequest;
import com.gt8004.sdk.queue.JournalDescriptor;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.shipper.QueueCheck.Finding;
import com.gt8004.shipper.QueueCheck.Found;
import com.gt8004.shipper.QueueCheck.Kind;
import com.gt8004.shipper.QueueCheck.Mend;
import com.gt8004.shipper.QueueCheck.Severity;
import com.gt8004.shipper.QueueCheck.Tools;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks at the small files of one journal, and at what lies between its cycle files. */
final class JournalFilesCheck {
  private static final Set<String> FILES =
      Set.of("journal.json", "owner.lock", "checkpoint", "flush", "chronicle");
  private static final Pattern CYCLE_FILE = Pattern.compile("\\d{8}-\\d{4}X\\.(cq4|precreated)");

  private final QueueDirectory queue;
  private final JournalDirectory journal;
  private final List<Found> found;

  JournalFilesCheck(QueueDirectory queue, JournalDirectory journal, List<Found> found) {
    this.queue = queue;
    this.journal = journal;
    this.found = found;
  }

  void run() throws IOException {
    checkpoint();
    descriptor();
    ownerLock();
    flush();
    foreignFiles(journal.path(), file -> !FILES.contains(String.valueOf(file.getFileName())));
    foreignFiles(journal.chronicle(), JournalFilesCheck::isForeign);
  }

  /** Whether nobody reads a file beside the cycle files, going by its name. */
  static boolean isForeign(Path file) {
    String name = String.valueOf(file.getFileName());
    return !name.equals("metadata.cq4t") && !CYCLE_FILE.matcher(name).matches();
  }

  private void checkpoint() throws IOException {
    Path file = journal.checkpointFile();
    if (!Files.exists(file)) {
      add(
          Kind.CHECKPOINT,
          Severity.DAMAGE,
          file,
          "it is missing",
          "begin at the oldest entry on disk: what was delivered is sent again",
          this::rewind);
      return;
    }
    List<SlotState> slots = CheckpointFile.slots(journal);
    boolean readable = slots.contains(SlotState.READABLE);
    if (slots.contains(SlotState.NEWER_FORMAT)) {
      add(
          Kind.NEWER_FORMAT,
          Severity.WARNING,
          file,
          "a newer shipper wrote it: the journal waits for one",
          "verify with a newer version",
          null);
    } else if (!readable) {
      add(
          Kind.CHECKPOINT,
          Severity.DAMAGE,
          file,
          "neither copy is readable, so nobody knows what was delivered",
          "keep the file in damaged/ and begin at the oldest entry on disk: what was delivered is sent again."
              + " Where the destination would store it twice, gt8004 resume --from SEQ instead",
          this::rewind);
    } else if (slots.contains(SlotState.UNREADABLE)) {
      add(
          Kind.CHECKPOINT,
          Severity.DAMAGE,
          file,
          "one of its two copies is unreadable; if it was the newer, some entries are sent again",
          "write it anew from the other",
          tools -> {
            try (CheckpointFile opened = CheckpointFile.open(journal)) {
              Checkpoint position = opened.read();
              if (position != null) {
                opened.write(position);
              }
            }
          });
    }
  }

  private void rewind(Tools tools) throws IOException {
    boolean missing =
        DurableFiles.createOnce(journal.checkpointFile(), CheckpointFile.initial(journal.id()));
    if (!missing) {
      Path unused =
          tools.damaged().keepFile(journal.checkpointFile(), journal.id() + "-checkpoint.bin");
    }
    try (JournalTailer tailer = JournalTailer.open(journal);
        CheckpointFile file = CheckpointFile.open(journal)) {
      file.rewrite(Checkpoint.at(journal.id(), tailer.firstSequence()));
    }
  }

  private void descriptor() {
    try {
      JournalDescriptor unused = JournalDescriptor.read(journal);
    } catch (IOException unreadable) {
      boolean newer = QueueFilesCheck.isOfNewerFormat(unreadable);
      add(
          newer ? Kind.NEWER_FORMAT : Kind.JOURNAL_DESCRIPTOR,
          newer ? Severity.WARNING : Severity.DAMAGE,
          journal.descriptorFile(),
          "who wrote the journal and which limits it wants cannot be read: "
              + unreadable.getMessage(),
          newer
              ? "verify with a newer version"
              : "keep it in damaged/ and write one that says unknown, with the default limits",
          newer ? null : this::describeAnew);
    }
  }

  private void describeAnew(Tools tools) throws IOException {
    if (Files.exists(journal.descriptorFile())) {
      Path unused =
          tools.damaged().keepFile(journal.descriptorFile(), journal.id() + "-journal.json.bin");
    }
    DurableFiles.replace(
        journal.descriptorFile(), JournalDescriptor.ofUnknownWriter().toJson());
  }

  private void ownerLock() {
    if (!Files.exists(journal.ownerLockFile())) {
      add(
          Kind.OWNER_LOCK,
          Severity.WARNING,
          journal.ownerLockFile(),
          "it is missing, so a writer that still lives is not seen",
          "make it",
          tools -> {
            try (OwnerLock lock = OwnerLock.tryAcquire(journal.ownerLockFile())) {
              if (lock != null) {
                DurableFiles.forceDirectory(journal.path());
              }
            }
          });
    }
  }

  private void flush() throws IOException {
    Path file = journal.flushFile();
    if (!Files.exists(file) || Files.size(file) != FlushRequest.initial().length) {
      add(
          Kind.FLUSH,
          Severity.NOTE,
          file,
          "it is missing or has the wrong length; a flush() of this journal takes a flush interval longer",
          "write it anew",
          tools -> DurableFiles.replace(file, FlushRequest.initial()));
    }
  }

  private void foreignFiles(Path folder, DirectoryStream.Filter<Path> foreign) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, foreign)) {
      for (Path file : files) {
        add(
            Kind.FOREIGN_FILE,
            Severity.WARNING,
            file,
            "no file of this product has this name, and nothing reads it; entries in it count as missing",
            "if it is a cycle file, give it its name back, such as 19700101-0010X.cq4; else move it out of "
                + queue.path(),
            null);
      }
    }
  }

  private void add(
      Kind kind,
      Severity severity,
      Path path,
      String what,
      @Nullable String cure,
      @Nullable Mend mend) {
    found.add(new Found(
        new Finding(kind, severity, path, journal.id(), null, what, cure, mend != null), mend));
  }
}
