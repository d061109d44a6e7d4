package com.gt8004.benchmarks.jmh;

/**
 * What JMH says of one call.
 *
 * @param nanosPerCall mean
 * @param bytesPerCall heap that all threads of the process allocated
 */
public record JmhResult(double nanosPerCall, double bytesPerCall) {}
