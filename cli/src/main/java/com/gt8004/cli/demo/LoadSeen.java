package com.gt8004.cli.demo;

/**
 * What the client saw of the agent.
 *
 * @param answered requests that were answered
 * @param altered answers that were not what the agent says to that number
 */
record LoadSeen(long answered, long altered) {}
