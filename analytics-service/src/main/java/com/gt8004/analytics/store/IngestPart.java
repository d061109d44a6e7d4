package com.gt8004.analytics.store;

import java.util.List;

/** One batch, or what is left of it, on its way into a transaction that it may share with others. */
record IngestPart(IngestStore.Batch batch, List<LogRow> rows) {}
