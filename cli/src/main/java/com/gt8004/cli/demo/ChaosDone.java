package com.gt8004.cli.demo;

/**
 * What chaos did to a run.
 *
 * @param kills processes that were killed
 * @param agentKills those of them that were the agent
 */
record ChaosDone(int kills, int agentKills) {}
