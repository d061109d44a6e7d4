package com.gt8004.sdk;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a logger has done since it was built, and how its queue stands; a snapshot whose members are read
 * one after another.
 *
 * @param appended entries that are in the queue
 * @param refused entries that were refused, by reason; reasons that never happened are absent. Alert
 *     when any grows: those entries are lost.
 * @param truncated appended entries whose bodies were cut to fit the limit of 1 MiB; they carry {@code
 *     "truncated": true}
 * @param unsyncedEntries appended entries that a power failure may lose now; with {@link
 *     Durability#INTERVAL} those of about the last second
 * @param unsyncedBytes bytes of those entries, headers included
 * @param unsyncedAge time since the oldest of them was appended; zero if there is none. Alert above 10 s
 *     with {@link Durability#INTERVAL}: the disk does not keep up.
 * @param queueBytes bytes that the whole queue takes on the disk, those of other processes too; counted
 *     once a second, every 10 s while nothing is appended. Alert above 80 % of {@code queueBytesMax}: the
 *     shipper does not keep up.
 * @param queueBytesMax bytes at which entries are refused
 * @param journalsBegun journals begun by this logger: 0 before the first append, then 1. Alert when it
 *     grows further: a journal had to be given up, see the log.
 * @param shipperSeen whether a shipper has held this queue since the logger was built. Alert when false
 *     for a minute: entries are safe on disk but go nowhere.
 * @param unusableReason why entries are refused as {@link AppendResult#REFUSED_UNUSABLE} at present, in
 *     words that hold paths but no content and no secret; null if they are not
 */
public record LoggerStats(
    long appended,
    Map<AppendResult, Long> refused,
    long truncated,
    long unsyncedEntries,
    long unsyncedBytes,
    Duration unsyncedAge,
    long queueBytes,
    long queueBytesMax,
    long journalsBegun,
    boolean shipperSeen,
    @Nullable String unusableReason) {
  public LoggerStats {
    refused = Map.copyOf(refused);
  }
}
