package com.gt8004.sdk.queue;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;

/**
 * File work that an interrupt must not break off. A {@link FileChannel} closes itself when its thread is
 * interrupted; a caller's interrupt is none of the queue's business and must not cost a journal.
 */
public final class Uninterruptibly {
  /** Work that may be done again from its beginning. */
  @FunctionalInterface
  public interface FileWork<T> {
    T run() throws IOException;
  }

  private Uninterruptibly() {}

  /** Does the work, again if an interrupt broke it off; the thread's interrupt flag is as it would be. */
  public static <T> T call(FileWork<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.run();
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
