package com.gt8004.benchmarks.trial;

import com.gt8004.benchmarks.contestant.Contestant;

/** What one trial is to do. */
public record TrialSpec(Contestant contestant, Cell cell, Effort effort) {}
