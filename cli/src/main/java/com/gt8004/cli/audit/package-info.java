/**
 * Compares what a queue's files say was delivered with what the service says it holds. Knows neither
 * options nor how a result is shown.
 */
@NullMarked
package com.gt8004.cli.audit;

import org.jspecify.annotations.NullMarked;
