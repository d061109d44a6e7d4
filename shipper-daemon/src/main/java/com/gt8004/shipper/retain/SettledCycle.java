package com.gt8004.shipper.retain;

import com.gt8004.sdk.queue.JournalDirectory;
import java.nio.file.Path;

/**
 * A cycle file of which every entry is settled and to which nobody appends any more.
 *
 * @param end no entry in it has this sequence or a higher one
 * @param last whether it is the last of a finished journal, which goes with its journal only
 * @param bytes what goes from the disk with it
 * @param settledNanos when it was settled, at the latest, on the monotonic clock
 */
public record SettledCycle(
    JournalDirectory journal, Path file, long end, boolean last, long bytes, long settledNanos) {}
