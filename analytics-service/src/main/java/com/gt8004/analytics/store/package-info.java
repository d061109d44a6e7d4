/**
 * Everything that speaks SQL: schema, the one ingest statement, agents and keys, totals, export. The
 * only package (with those below it) that may use {@code java.sql}. Knows nothing of HTTP or JSON
 * envelopes.
 */
@NullMarked
package com.gt8004.analytics.store;

import org.jspecify.annotations.NullMarked;
