/**
 * JMH's view of a single call: mean time and heap bytes, all threads of the process included, beside
 * what trials measure.
 */
@NullMarked
package com.gt8004.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
