package com.gt8004.sdk.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Asks again and again whether one {@link OwnerLock} is held. Where the file really is, it works out once,
 * and then asks there. Not thread-safe.
 */
public final class LockLook {
  private final Path lockFile;
  private @Nullable Path real;

  public LockLook(Path lockFile) {
    this.lockFile = lockFile;
  }

  /** As {@link OwnerLock#isHeld}. */
  public boolean isHeld() throws IOException {
    Path file = real;
    if (file == null) {
      if (!Files.exists(lockFile)) {
        return false;
      }
      file = OwnerLock.canonical(lockFile);
      real = file;
    }
    try {
      return OwnerLock.isHeldAt(file);
    } catch (NoSuchFileException gone) {
      real = null; // whoever comes back may come back elsewhere
      return false;
    }
  }
}
