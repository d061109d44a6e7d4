package com.gt8004.analytics.server;

import com.gt8004.analytics.store.DatabaseAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which database to use.
 *
 * @param dataDirectory where the service lives, and our own PostgreSQL where none is named
 * @param external somebody's PostgreSQL; null for our own
 * @param installedBin programs of an installed PostgreSQL for our own cluster; null for those we bring
 */
public record DatabaseChoice(
    Path dataDirectory,
    @Nullable DatabaseAddress external,
    @Nullable Path installedBin) {}
