package com.gt8004.sdk;

import com.gt8004.sdk.queue.append.AppendLimits;

/**
 * What a logger is built from, every value settled.
 *
 * @param agentId 1 to 128 characters
 */
record LoggerSettings(String agentId, Durability durability, AppendLimits limits) {}
