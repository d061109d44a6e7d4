package com.gt8004.shipper.retain;

import com.gt8004.sdk.queue.CrashPoint;
import com.gt8004.sdk.queue.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;

/** Unlinks cycle files. The caller sees to it that a forced checkpoint has passed them. */
public final class CyclePruning {
  private CyclePruning() {}

  /** Unlinks one file for good. Oldest first in a journal, or a reader stops at the hole. */
  public static void unlink(SettledCycle cycle) throws IOException {
    CrashPoint.reach("shipper.before-unlink");
    Files.deleteIfExists(cycle.file());
    CrashPoint.reach("shipper.after-unlink");
    DurableFiles.forceDirectory(cycle.journal().chronicle());
  }
}
