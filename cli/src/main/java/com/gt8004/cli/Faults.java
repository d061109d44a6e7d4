package com.gt8004.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in one line what went wrong, for faults of the machine rather than of the person. */
final class Faults {
  private Faults() {}

  static String describe(Throwable fault) {
    if (fault instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
      return describe(unchecked.getCause());
    }
    if (fault instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile() + " as user " + System.getProperty("user.name")
          + "; run as its owner, or join the group that the folder belongs to";
    }
    if (fault instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist";
    }
    if (fault instanceof NotDirectoryException file) {
      return file.getFile() + " is not a folder";
    }
    if (fault instanceof FileSystemException other) {
      return other.getFile() + ": " + other.getReason();
    }
    if (fault instanceof IOException) {
      return String.valueOf(fault.getMessage());
    }
    return "an error of this program: " + fault
        + " (GT8004_STACKTRACE=1 shows where; please report it)";
  }
}
