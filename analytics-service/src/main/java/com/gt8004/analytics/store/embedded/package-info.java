/**
 * A real PostgreSQL of our own for those who name no database: unpacks the binaries, makes a cluster,
 * runs it as an unprivileged user, and sees that it never outlives us. Knows nothing of the schema.
 */
@NullMarked
package com.gt8004.analytics.store.embedded;

import org.jspecify.annotations.NullMarked;
