/**
 * Tailing: reads a journal in the order of its sequences, beside a live writer or after it. Read-only,
 * keeps no position of its own on disk. Knows nothing of checkpoints or of sending.
 */
@NullMarked
package com.gt8004.sdk.queue.tail;

import org.jspecify.annotations.NullMarked;
