/**
 * {@code POST /v1/ingest}: who sends, what they sent, entry by entry, and the answer. Knows nothing of
 * SQL.
 */
@NullMarked
package com.gt8004.analytics.ingest;

import org.jspecify.annotations.NullMarked;
