package com.gt8004.cli.entry;

import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.QueueDirectory;

/**
 * An entry out of a queue.
 *
 * @param settled whether the checkpoint is past it
 * @param appendMicros when it was appended, epoch microseconds
 * @param eventMicros when it happened, epoch microseconds
 * @param payload one JSON object in UTF-8; not copied, so nobody writes into it
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared by nobody, and a copy of each would double the work
public record FoundEntry(
    QueueDirectory queue,
    EntryId id,
    boolean settled,
    long appendMicros,
    long eventMicros,
    byte[] payload) {}
