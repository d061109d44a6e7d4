/**
 * Runs the contestants against one another: plans, rounds, forked processes, and the command around
 * them. What one trial does is in {@code trial}, what the figures mean in {@code report}.
 */
@NullMarked
package com.gt8004.benchmarks;

import org.jspecify.annotations.NullMarked;
