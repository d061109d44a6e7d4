/**
 * One trial: a fresh JVM in which one contestant logs under one load, warmed up, then measured. Knows
 * nothing of rounds, tables and gates.
 */
@NullMarked
package com.gt8004.benchmarks.trial;

import org.jspecify.annotations.NullMarked;
