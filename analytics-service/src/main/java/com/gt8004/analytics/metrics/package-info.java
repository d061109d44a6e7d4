/**
 * Counts for operators, in the text that Prometheus reads. Knows nothing of what it counts.
 */
@NullMarked
package com.gt8004.analytics.metrics;

import org.jspecify.annotations.NullMarked;
