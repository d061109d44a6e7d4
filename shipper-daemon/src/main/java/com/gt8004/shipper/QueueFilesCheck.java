package com.gt8004.shipper;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.FileModes;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDescriptor;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import com.gt8004.shipper.QueueCheck.Finding;
import com.gt8004.shipper.QueueCheck.Found;
import com.gt8004.shipper.QueueCheck.Kind;
import com.gt8004.shipper.QueueCheck.Mend;
import com.gt8004.shipper.QueueCheck.Severity;
import com.gt8004.shipper.QueueCheck.Tools;
import com.gt8004.shipper.deadletter.DeadLetter;
import com.gt8004.shipper.deadletter.DeadLetterFolder;
import com.gt8004.shipper.ledger.LedgerReport;
import com.gt8004.shipper.ledger.LossReason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at what belongs to a whole queue: its description, ledger, dead letters, leftovers, and who may read. */
final class QueueFilesCheck {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int OTHERS = 0007;

  private final QueueDirectory queue;
  private final List<Found> found;

  QueueFilesCheck(QueueDirectory queue, List<Found> found) {
    this.queue = queue;
    this.found = found;
  }

  void run(LedgerReport ledger) throws IOException {
    descriptor();
    if (ledger.unreadableLines() > 0) {
      add(
          Kind.LEDGER,
          Severity.WARNING,
          queue.ledgerFile(),
          null,
          ledger.unreadableLines()
              + " lines say nothing; the last one may be a crash's, in others a range that was lost is not named any more",
          null,
          null);
    }
    deadLetters();
    leftovers();
    permissions();
  }

  private void descriptor() {
    try {
      String agentId = queue.descriptor().agentId();
      Path root = queue.path().toAbsolutePath().getParent();
      if (root != null && !new QueueRoot(root).queue(agentId).name().equals(queue.name())) {
        throw new IOException(
            "it says agent " + agentId + ", whose queue would have another name than the folder's");
      }
    } catch (IOException unreadable) {
      boolean newer = isOfNewerFormat(unreadable);
      String agentId = newer ? null : queue.agentIdByName();
      add(
          newer ? Kind.NEWER_FORMAT : Kind.QUEUE_DESCRIPTOR,
          newer ? Severity.WARNING : Severity.DAMAGE,
          queue.descriptorFile(),
          null,
          "whose queue it is cannot be read, so nothing of it is shipped: "
              + unreadable.getMessage(),
          newer
              ? "verify with a newer version"
              : agentId == null
                  ? "write it by hand, see docs/queue-format.md: the folder's name is a shortened one"
                  : "keep it in damaged/ and write it anew for agent " + agentId
                      + ", as the folder's name says",
          agentId == null ? null : tools -> describeAnew(tools, agentId));
    }
  }

  /** Whether a file is sound and of a version after this one; what says no version at all is damaged. */
  static boolean isOfNewerFormat(IOException refused) {
    return String.valueOf(refused.getMessage())
        .matches(".* has format_version ([2-9]|[1-9][0-9]+); .*");
  }

  private void describeAnew(Tools tools, String agentId) throws IOException {
    if (Files.exists(queue.descriptorFile())) {
      Path unused = tools.damaged().keepFile(queue.descriptorFile(), "queue.json.bin");
    }
    List<JournalDirectory> journals = queue.journals();
    Instant created = journals.isEmpty()
        ? tools.clock().now()
        : Instant.ofEpochMilli(journals.get(0).startMillis());
    DurableFiles.replace(
        queue.descriptorFile(), QueueDescriptor.of(agentId, created).toJson());
  }

  private void deadLetters() throws IOException {
    if (!Files.isDirectory(queue.deadLetters())) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(queue.deadLetters())) {
      for (Path file : files) {
        EntryId entry = DeadLetterFolder.entryOf(file);
        String problem = entry == null ? "its name is no dead letter's" : problemOf(file, entry);
        if (problem != null) {
          add(
              Kind.DEAD_LETTER,
              entry == null ? Severity.WARNING : Severity.DAMAGE,
              file,
              entry,
              problem,
              entry == null
                  ? "move it out of the queue"
                  : "keep it in damaged/ and make it anew from the entry on disk, or without that give the entry up in"
                      + " the ledger",
              entry == null ? null : tools -> letterAnew(tools, file, entry));
        }
      }
    }
  }

  private static @Nullable String problemOf(Path file, EntryId entry) throws IOException {
    try {
      JsonNode letter = JSON.readTree(Files.readAllBytes(file));
      if (!letter.path("entry_id").asText().equals(entry.toString())) {
        return "it is not of the entry that its name says";
      }
      return letter.path("entry").isObject() ? null : "it holds no entry";
    } catch (JacksonException e) {
      return "it is no JSON";
    } catch (NoSuchFileException justRetried) {
      return null;
    }
  }

  private void letterAnew(Tools tools, Path file, EntryId entry) throws IOException {
    Path copy = tools.damaged().keepFile(file, file.getFileName() + ".bin");
    String payload = payloadOf(entry);
    if (payload != null) {
      DeadLetterFolder.open(queue.deadLetters(), Integer.MAX_VALUE, Long.MAX_VALUE)
          .keep(new DeadLetter(
              entry,
              payload,
              0,
              "unknown: the letter was damaged",
              tools.clock().now(),
              0));
      return;
    }
    long unused = tools
        .ledger()
        .add(
            entry.journalId(),
            new SequenceRange(entry.sequence(), entry.sequence()),
            LossReason.DAMAGED,
            "its dead letter; kept as " + copy.getFileName() + " by a repair");
    Files.delete(file);
    DurableFiles.forceDirectory(queue.deadLetters());
  }

  /** The entry as it stands in its journal; null if it is not there any more. */
  private @Nullable String payloadOf(EntryId id) throws IOException {
    for (JournalDirectory journal : queue.journals()) {
      if (journal.id().equals(id.journalId())) {
        try (JournalTailer tailer = JournalTailer.open(journal)) {
          TailedEntry entry = new TailedEntry();
          boolean there = tailer.seek(id.sequence())
              && tailer.read(entry) == TailStatus.ENTRY
              && entry.sequence() == id.sequence();
          return there ? entry.payloadText() : null;
        }
      }
    }
    return null;
  }

  private void leftovers() throws IOException {
    if (!Files.isDirectory(queue.journalsFolder())) {
      return;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(queue.journalsFolder())) {
      for (Path folder : folders) {
        String name = String.valueOf(folder.getFileName());
        boolean ours = name.startsWith(JournalDirectory.BIRTH_PREFIX)
            || name.startsWith(JournalDirectory.REMOVAL_PREFIX);
        if (ours) {
          add(
              Kind.LEFTOVER,
              Severity.NOTE,
              folder,
              null,
              "a journal that is being born or removed",
              "the shipper sweeps it at its start",
              null);
        } else if (JournalDirectory.parse(folder) == null) {
          add(
              Kind.FOREIGN_FILE,
              Severity.WARNING,
              folder,
              null,
              "no journal has this name, and nothing reads it",
              "move it out of the queue, or give it its name back: <start millis>-<journal id>",
              null);
        }
      }
    }
  }

  private void permissions() throws IOException {
    Object owner = ownerOf(queue.path());
    try (Stream<Path> files = Files.walk(queue.path(), 5)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        permissions(file, owner);
      }
    } catch (java.io.UncheckedIOException vanishedOrDenied) {
      if (!(vanishedOrDenied.getCause() instanceof NoSuchFileException)) {
        throw new IOException(vanishedOrDenied.getMessage(), vanishedOrDenied.getCause());
      }
    }
  }

  private void permissions(Path file, @Nullable Object owner) throws IOException {
    int mode;
    int wanted;
    try {
      mode = FileModes.found(file);
      wanted = FileModes.wanted(file);
    } catch (NoSuchFileException justGone) {
      return;
    }
    boolean tooOpen = mode >= 0 && (mode & OTHERS) != 0;
    boolean tooClosed = mode >= 0 && (mode & wanted) != wanted;
    if (tooOpen || tooClosed) {
      add(
          Kind.PERMISSIONS,
          Severity.WARNING,
          file,
          null,
          "mode %04o, %s"
              .formatted(
                  mode,
                  tooOpen
                      ? "every user of this host can read what your users sent"
                      : "application or shipper may not be able to use it"),
          "chmod %04o".formatted(wanted),
          tools -> {
            if (Files.exists(file)) { // another repair may have removed it
              FileModes.mend(file);
            }
          });
    }
    Object uid = ownerOf(file);
    boolean shared = (wanted & 0070) != 0;
    if (!shared && owner != null && uid != null && !owner.equals(uid)) {
      add(
          Kind.PERMISSIONS,
          Severity.WARNING,
          file,
          null,
          "it belongs to uid " + uid + ", the queue to uid " + owner
              + ", and no group is shared: one of them cannot use it",
          "chown " + owner + " " + file,
          null);
    }
  }

  private static @Nullable Object ownerOf(Path file) throws IOException {
    try {
      return Files.getAttribute(file, "unix:uid");
    } catch (NoSuchFileException | UnsupportedOperationException | IllegalArgumentException none) {
      return null;
    }
  }

  private void add(
      Kind kind,
      Severity severity,
      Path path,
      @Nullable EntryId entry,
      String what,
      @Nullable String cure,
      @Nullable Mend mend) {
    found.add(new Found(
        new Finding(
            kind,
            severity,
            path,
            entry == null ? null : entry.journalId(),
            entry == null ? null : new SequenceRange(entry.sequence(), entry.sequence()),
            what,
            cure,
            mend != null),
        mend));
  }
}
