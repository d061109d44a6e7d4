/**
 * Posts one request body and says what came of it, as a value: attempts, waits, breaker, timeouts and
 * the table of outcomes live here and nowhere else. Knows HTTP; knows nothing of queues, checkpoints
 * or dead letters.
 */
@NullMarked
package com.gt8004.shipper.send;

import org.jspecify.annotations.NullMarked;
