/**
 * What middlewares outside servlet containers share: an exchange or a tool call, observed from its
 * arrival to its end, becomes one entry. Knows no framework; {@code spring}, {@code httpserver}, {@code
 * mcp} and their neighbours bring what they see.
 */
@NullMarked
package com.gt8004.sdk.exchange;

import org.jspecify.annotations.NullMarked;
