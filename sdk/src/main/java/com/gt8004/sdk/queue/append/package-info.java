/**
 * Appending: a journal's birth, its single writer, its rolls and its forces to disk. Knows nothing of
 * entries' fields (it is given bytes), of shippers or of networks.
 */
@NullMarked
package com.gt8004.sdk.queue.append;

import org.jspecify.annotations.NullMarked;
