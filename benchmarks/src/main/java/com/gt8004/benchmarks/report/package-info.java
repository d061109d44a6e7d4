/**
 * What the figures mean: medians over rounds, ratios to the floors, gates, tables. Measures nothing
 * itself but the machine it runs on.
 */
@NullMarked
package com.gt8004.benchmarks.report;

import org.jspecify.annotations.NullMarked;
