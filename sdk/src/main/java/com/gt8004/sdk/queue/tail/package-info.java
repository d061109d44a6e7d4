/**
 * Tailing: reads a journal in the order of its sequences, beside a live writer through Chronicle, after
 * it from the bytes of the files, damaged or not. Read-only, keeps no position of its own on disk. Knows
 * nothing of checkpoints or of sending.
 */
@NullMarked
package com.gt8004.sdk.queue.tail;

import org.jspecify.annotations.NullMarked;
