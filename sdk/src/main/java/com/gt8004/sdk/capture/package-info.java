/**
 * What every middleware shares: holding the first bytes of a body that flows past, masking secrets,
 * naming customer and tool. Pure functions and small buffers. Knows nothing of servlets, frameworks,
 * queues or networks; {@code servlet} and its later neighbours bring the requests.
 */
@NullMarked
package com.gt8004.sdk.capture;

import org.jspecify.annotations.NullMarked;
