/**
 * Answers to questions about one agent, for those who hold its key. Knows nothing of ingest.
 */
@NullMarked
package com.gt8004.analytics.query;

import org.jspecify.annotations.NullMarked;
