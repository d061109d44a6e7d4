/**
 * Requests of every shape, sent to a container with and without the filter. Loaded a second time, by a
 * class loader of its own, for a container that brings another version of the servlet API.
 */
@NullMarked
package com.gt8004.sdk.servlet.shape;

import org.jspecify.annotations.NullMarked;
