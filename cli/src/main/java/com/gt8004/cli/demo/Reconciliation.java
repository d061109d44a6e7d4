package com.gt8004.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.Json;
import java.util.List;
import java.util.Locale;

/**
 * The demo's end.
 *
 * @param appended entries in the queue, by its journals
 * @param acknowledged requests of which the agent said that they are appended, as read before any kill
 * @param delivered entries that the checkpoints are past and that are no dead letters
 * @param stored numbers found in the table
 * @param duplicates rows beyond the first of their number
 * @param duplicatesOnWire entries that the service received again
 * @param resentBatches batches with such entries
 * @param missing acknowledged numbers that are not in the table
 * @param deadLetters entries that the service refused
 * @param kills processes that were killed
 * @param seconds how long it all took
 */
record Reconciliation(
    long appended,
    long acknowledged,
    long delivered,
    long stored,
    long duplicates,
    long duplicatesOnWire,
    long resentBatches,
    long missing,
    long deadLetters,
    int kills,
    double seconds) {

  String json() {
    ObjectNode json = Json.object();
    json.put("appended", appended);
    json.put("acknowledged", acknowledged);
    json.put("delivered", delivered);
    json.put("stored", stored);
    json.put("duplicates", duplicates);
    json.put("duplicates_on_wire", duplicatesOnWire);
    json.put("resent_batches", resentBatches);
    json.put("missing", missing);
    json.put("dead_letters", deadLetters);
    json.put("kills", kills);
    json.put("seconds", Math.round(seconds * 10) / 10.0);
    return Json.text(json);
  }

  List<String> text() {
    return List.of(
        line("appended", appended, "entries in the queue on disk"),
        line("acknowledged", acknowledged, "requests whose log() said so before any kill"),
        line("delivered", delivered, "entries that the checkpoints are past"),
        line("stored", stored, "requests found in the table by the client's number"),
        line("missing", missing, "acknowledged, but not in the table"),
        line("duplicates", duplicates, "more than once in the table"),
        line("dead letters", deadLetters, "refused by the service"),
        line(
            "on the wire",
            duplicatesOnWire,
            "entries sent again, in " + resentBatches + " batches"),
        line("kills", kills, "processes killed on the way"),
        String.format(Locale.ROOT, "%-14s %,10.1f  seconds in all", "time", seconds));
  }

  private static String line(String name, long count, String meaning) {
    return String.format(Locale.ROOT, "%-14s %,10d  %s", name, count, meaning);
  }
}
