/**
 * What an x402 payment left in a request: read from the headers of versions 1 and 2, from MCP's {@code
 * _meta} and from A2A's metadata. Only what was settled counts. Pure functions over texts; knows
 * nothing of servlets, queues or networks, checks no signature and asks no chain.
 */
@NullMarked
package com.gt8004.sdk.capture.x402;

import org.jspecify.annotations.NullMarked;
