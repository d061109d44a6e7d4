/**
 * Requests in, replies out: routes, JSON answers, error shapes. Knows nothing of what is behind a
 * route, nor of databases.
 */
@NullMarked
package com.gt8004.analytics.http;

import org.jspecify.annotations.NullMarked;
