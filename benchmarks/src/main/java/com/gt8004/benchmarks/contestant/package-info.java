/**
 * The ways to log an entry that are compared, each behind {@link
 * com.gt8004.benchmarks.contestant.Subject}. Knows nothing of measuring.
 */
@NullMarked
package com.gt8004.benchmarks.contestant;

import org.jspecify.annotations.NullMarked;
