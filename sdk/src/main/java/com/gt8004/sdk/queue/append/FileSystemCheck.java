package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.FileSystemKind;
import com.gt8004.sdk.queue.FileSystemKind.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a journal may be begun on the file system that the queue lies on. Asked before each birth,
 * because a folder may be mounted or unmounted meanwhile. Not thread-safe: used under the append lock.
 */
final class FileSystemCheck {
  private static final Logger log = LoggerFactory.getLogger(FileSystemCheck.class);

  private final Path folder;
  private final Set<String> allowed;
  private final Function<Path, FileSystemKind> kindOf;
  private boolean warned;

  FileSystemCheck(Path folder, Set<String> allowed, Function<Path, FileSystemKind> kindOf) {
    this.folder = folder;
    this.allowed = allowed;
    this.kindOf = kindOf;
  }

  /**
   * Warns once where less is promised.
   *
   * @throws IOException if nothing is, and nobody has allowed it; names the type and the cure
   */
  void beforeBirth() throws IOException {
    FileSystemKind kind = kindOf.apply(folder);
    if (kind.refused(allowed)) {
      throw new IOException(kind.refusal(folder) + "; " + kind.cure());
    }
    if (kind.promise() != Promise.WHOLE && !warned) {
      warned = true;
      log.warn("{} lies on {}: {}", folder, kind.type(), kind.withdrawn());
    }
  }
}
