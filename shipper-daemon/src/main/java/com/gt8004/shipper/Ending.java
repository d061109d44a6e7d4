package com.gt8004.shipper;

/**
 * How the process ends.
 *
 * @param exitCode 0 done, 1 failed
 * @param message for people
 */
record Ending(int exitCode, String message) {}
