/**
 * What a logger does, as Micrometer meters. The only package that knows Micrometer, which is optional:
 * the rest of the SDK works without it on the class path and counts for itself.
 */
@NullMarked
package com.gt8004.sdk.micrometer;

import org.jspecify.annotations.NullMarked;
