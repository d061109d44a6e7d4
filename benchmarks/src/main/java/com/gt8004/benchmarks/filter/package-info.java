/**
 * What the servlet filter costs: two servers in one process, one of them with the filter and a logger
 * on the disk, under the same load in turns. And what masking a body costs, beside copying it.
 */
@NullMarked
package com.gt8004.benchmarks.filter;

import org.jspecify.annotations.NullMarked;
