package com.gt8004.benchmarks.trial;

/**
 * How much a trial measures.
 *
 * @param warmupMillis logging before anything counts; what it writes is deleted again
 * @param latencySamples calls that are timed one by one, at most; fewer where entries are large, so
 *     that they write about 1 GiB, but 200,000 at least
 * @param sustainedBytes payload written for the rate, at most
 * @param phaseMillisMax each of the two measurements ends after this time even when short of its number
 */
public record Effort(
    long warmupMillis, long latencySamples, long sustainedBytes, long phaseMillisMax) {}
