package com.gt8004.shipper.tail;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.SequenceSet;
import com.gt8004.sdk.queue.tail.DamagedSpan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code damaged/} of a queue: what stands on disk where entries should be, one file for
 * each span, kept for people when its journal is long gone. For each part of it a line, {@code <cycle
 * file> <offset> <count>}, then so many bytes and a line feed. Not thread-safe: owned by the shipping
 * thread.
 */
public final class DamagedFolder {
  /** A disk that breaks every other entry must not fill a folder with files, nor itself. */
  static final int FILES_MAX = 1_000;

  static final long BYTES_MAX = 1L << 30;

  private static final String SUFFIX = ".bin";
  private static final Pattern SPAN = Pattern.compile(".{36}-(\\d{1,18})-(\\d{1,18})\\.bin");

  private final Path folder;

  private DamagedFolder(Path folder) {
    this.folder = folder;
  }

  /** The folder of this queue, which need not exist yet. */
  public static DamagedFolder of(QueueDirectory queue) {
    return new DamagedFolder(queue.damaged());
  }

  /**
   * Copies the bytes of a span: durable on return. A copy of the same span is replaced.
   *
   * @return the file; null if there is nothing to copy, or the folder holds {@value #FILES_MAX} files already, or would
   *     hold more than {@value #BYTES_MAX} bytes
   * @throws IOException if it cannot be written; nothing is left behind
   */
  public @Nullable Path keep(JournalDirectory journal, DamagedSpan span) throws IOException {
    return span.bytes().isEmpty() || (!Files.exists(fileOf(journal, span)) && isTooFullFor(span))
        ? null
        : copy(journal, span);
  }

  /**
   * As {@link #keep}, but whatever the folder holds already, and an empty file where nothing is left:
   * that it is there says that somebody has seen the damage.
   */
  public Path keepAnyway(JournalDirectory journal, DamagedSpan span) throws IOException {
    return copy(journal, span);
  }

  /** Copies a whole file, which is about to be mended, under that name: durable on return. */
  public Path keepFile(Path damaged, String name) throws IOException {
    DurableFiles.createFolders(folder);
    Path file = folder.resolve(name);
    DurableFiles.replace(file, Files.readAllBytes(damaged));
    return file;
  }

  /** The sequences of a journal whose bytes are kept. */
  public SequenceSet kept(UUID journalId) throws IOException {
    SequenceSet kept = new SequenceSet();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(folder, journalId + "-*-*" + SUFFIX)) {
        for (Path file : files) {
          Matcher span = SPAN.matcher(String.valueOf(file.getFileName()));
          if (span.matches()) {
            kept.add(new SequenceRange(
                Long.parseLong(span.group(1)), Long.parseLong(span.group(2)) - 1));
          }
        }
      }
    }
    return kept;
  }

  private Path fileOf(JournalDirectory journal, DamagedSpan span) {
    return folder.resolve(
        journal.id() + "-" + span.firstSequence() + "-" + span.endSequence() + SUFFIX);
  }

  private Path copy(JournalDirectory journal, DamagedSpan span) throws IOException {
    Path file = fileOf(journal, span);
    DurableFiles.createFolders(folder);
    Path staging = folder.resolve("." + file.getFileName() + ".tmp");
    try {
      write(staging, span);
      Files.move(staging, file, ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(staging);
    }
    DurableFiles.forceDirectory(folder);
    return file;
  }

  private boolean isTooFullFor(DamagedSpan span) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    long files = 0;
    long bytes = span.bytes().stream().mapToLong(DamagedSpan.Bytes::count).sum();
    try (DirectoryStream<Path> kept = Files.newDirectoryStream(folder)) {
      for (Path file : kept) {
        files++;
        bytes += Files.size(file);
      }
    }
    return files >= FILES_MAX || bytes > BYTES_MAX;
  }

  private static void write(Path file, DamagedSpan span) throws IOException {
    try (FileChannel to = FileChannel.open(file, CREATE, WRITE, TRUNCATE_EXISTING)) {
      DurableFiles.restrict(file);
      for (DamagedSpan.Bytes part : span.bytes()) {
        copy(part, to);
      }
      to.force(true);
    }
  }

  private static void copy(DamagedSpan.Bytes part, FileChannel to) throws IOException {
    String head = part.file().getFileName() + " " + part.fromOffset() + " " + part.count() + "\n";
    write(to, head.getBytes(StandardCharsets.US_ASCII));
    try (FileChannel from = FileChannel.open(part.file(), READ)) {
      long left = part.count();
      while (left > 0) {
        long copied = from.transferTo(part.toOffset() - left, left, to);
        if (copied <= 0) {
          throw new IOException(part.file() + " ends before " + part.toOffset());
        }
        left -= copied;
      }
    }
    write(to, new byte[] {'\n'});
  }

  private static void write(FileChannel to, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      to.write(buffer);
    }
  }
}
