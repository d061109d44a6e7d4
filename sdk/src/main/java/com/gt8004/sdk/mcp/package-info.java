/**
 * Capture for servers made with the MCP Java SDK: each tool call becomes one entry, whatever transport it
 * comes by. The only package that knows that SDK, which is optional.
 */
@NullMarked
package com.gt8004.sdk.mcp;

import org.jspecify.annotations.NullMarked;
