package com.gt8004.analytics.store;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code agents} table says of one agent. Exact as of the last commit.
 *
 * @param avgResponseMs mean of all stored entries in milliseconds, six decimals; 0 without entries
 * @param totalRevenueUsdc sum of {@code x402_amount}, each transaction once
 * @param unprovenRevenueUsdc the part of it that names no transaction
 * @param duplicateEntries entries that came again
 * @param duplicateBatches batches with at least one such entry
 * @param rejectedEntries entries refused for their content
 */
public record AgentTotals(
    String agentId,
    long totalRequests,
    BigDecimal avgResponseMs,
    BigDecimal totalRevenueUsdc,
    BigDecimal unprovenRevenueUsdc,
    long duplicateEntries,
    long duplicateBatches,
    long rejectedEntries,
    @Nullable Instant sdkConnectedAt,
    @Nullable Instant lastReceivedAt) {}
