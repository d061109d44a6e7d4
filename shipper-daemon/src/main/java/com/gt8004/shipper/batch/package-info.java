/**
 * Puts entries together into the body of one request, byte by byte as they stand in the journal:
 * nothing is parsed, only the entry id is written in front. For the live platform alone they are
 * rewritten in its own dialect. Knows the wire's envelope and its limits; knows nothing of queues,
 * of sending or of settling.
 */
@NullMarked
package com.gt8004.shipper.batch;

import org.jspecify.annotations.NullMarked;
