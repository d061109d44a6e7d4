/**
 * Puts the service together: database, routes, listener, upkeep; and takes it apart in order. Knows
 * nothing of command lines.
 */
@NullMarked
package com.gt8004.analytics.server;

import org.jspecify.annotations.NullMarked;
