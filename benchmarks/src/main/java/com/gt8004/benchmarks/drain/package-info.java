/**
 * Draining a queue with the real shipper into a sink, beside floors that post prebuilt bodies: the
 * processes that do it, and what is measured of them. Knows nothing of tables and gates.
 */
@NullMarked
package com.gt8004.benchmarks.drain;

import org.jspecify.annotations.NullMarked;
