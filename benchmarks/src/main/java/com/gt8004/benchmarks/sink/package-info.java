/**
 * The server of the drain benchmark: takes batches over HTTP/1.1 and only counts them, so that it
 * outruns everything that posts to it. Knows nothing of queues or shippers.
 */
@NullMarked
package com.gt8004.benchmarks.sink;

import org.jspecify.annotations.NullMarked;
