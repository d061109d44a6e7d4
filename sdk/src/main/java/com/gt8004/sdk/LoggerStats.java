package com.gt8004.sdk;

import java.util.Map;

/**
 * What a logger has done since it was built; a snapshot.
 *
 * @param appended entries that are in the queue
 * @param refused entries that were refused, by reason; reasons that never happened are absent. Alert
 *     when any grows: those entries are lost.
 * @param truncated appended entries whose bodies were cut to fit the limit of 1 MiB; they carry {@code
 *     "truncated": true}
 * @param unsyncedEntries appended entries that a power failure may lose now; with {@link
 *     Durability#INTERVAL} those of about the last second
 * @param shipperSeen whether a shipper has held this queue since the logger was built. Alert when false
 *     for a minute: entries are safe on disk but go nowhere.
 */
public record LoggerStats(
    long appended,
    Map<AppendResult, Long> refused,
    long truncated,
    long unsyncedEntries,
    boolean shipperSeen) {
  public LoggerStats {
    refused = Map.copyOf(refused);
  }
}
