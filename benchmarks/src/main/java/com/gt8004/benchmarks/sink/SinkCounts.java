package com.gt8004.benchmarks.sink;

/**
 * What a sink has taken so far.
 *
 * @param nanos the monotonic clock of the machine, comparable between the lines of one sink only
 * @param requests answered
 * @param entries in them, by their batch ids; one that came twice counts twice
 * @param bodyBytes of them as they came over the wire
 * @param gzipRequests of them that were compressed
 * @param connections on which at least one request came
 * @param lagP50Micros from an entry's event time until its batch was read; 0 unless lags are measured
 */
public record SinkCounts(
    long nanos,
    long requests,
    long entries,
    long bodyBytes,
    long gzipRequests,
    int connections,
    long lagP50Micros,
    long lagP99Micros,
    long lagMaxMicros) {}
