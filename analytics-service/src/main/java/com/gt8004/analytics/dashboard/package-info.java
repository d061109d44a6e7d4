/**
 * The page at {@code /} and the public numbers it shows. Knows nothing of ingest or keys.
 */
@NullMarked
package com.gt8004.analytics.dashboard;

import org.jspecify.annotations.NullMarked;
