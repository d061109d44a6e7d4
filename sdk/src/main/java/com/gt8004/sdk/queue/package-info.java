/**
 * The queue on disk: the contract that application, shipper and command line share. Folders and
 * their names, the envelope of an entry, the checkpoint, the flush request, the descriptors. This
 * package and its two neighbours {@code append} and {@code tail} are the only ones that know
 * Chronicle Queue; {@code docs/queue-format.md} is the same contract in words.
 */
@NullMarked
package com.gt8004.sdk.queue;

import org.jspecify.annotations.NullMarked;
