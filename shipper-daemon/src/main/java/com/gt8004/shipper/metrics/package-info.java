/**
 * What {@code GET /metrics} says, in the Prometheus text format: the list of all metrics, and the
 * writing of their samples. Knows the exposition library, which nobody else does, and the JVM; not
 * where the numbers of the shipper come from.
 */
@NullMarked
package com.gt8004.shipper.metrics;

import org.jspecify.annotations.NullMarked;
