/**
 * The analytics service: takes batches of request logs over HTTP, stores each entry once in PostgreSQL,
 * shows what came. This package is only the program's entry; it knows nothing but its commands.
 */
@NullMarked
package com.gt8004.analytics;

import org.jspecify.annotations.NullMarked;
